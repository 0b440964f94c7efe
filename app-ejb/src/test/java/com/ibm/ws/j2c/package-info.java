/** What the classes of {@code com.ibm.ejs.j2c} return. */
package com.ibm.ws.j2c;
