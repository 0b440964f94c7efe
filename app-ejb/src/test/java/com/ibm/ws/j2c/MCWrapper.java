package com.ibm.ws.j2c;

/** As the pools hand it out. */
public interface MCWrapper {}
