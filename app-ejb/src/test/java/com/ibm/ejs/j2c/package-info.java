/**
 * Classes with the names of Open Liberty's pools and code of ours, as far as the hooks' tests need them. That the server's own are alike is
 * for the tests in the server to show.
 */
package com.ibm.ejs.j2c;
