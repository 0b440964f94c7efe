package dev.lifeguard.web.rest;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** The JSON interface of Lifeguard. */
@ApplicationPath("/api")
public class LifeguardApi extends Application {}
