/**
 * What the JDK keeps of an application that was here, taken back when it goes, so that its classes can go too.
 *
 * <p>May depend on {@code java.*} alone. Must not know what the application did.
 */
package dev.lifeguard.unloading;
