package dev.lifeguard.unloading;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.security.AccessControlContext;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.List;

/**
 * What other threads have inherited from ours. A new thread keeps the protection domains, and so the class loaders, of all that was on the
 * stack when it was made, for a security manager to ask about, whether there is one or not. The JDBC driver's threads are made by whoever
 * needs one first, and stay as long as any connection does. From Java 24 on nothing is inherited.
 */
@SuppressWarnings("removal")
final class InheritedContexts {

    private static final Logger LOG = System.getLogger(InheritedContexts.class.getName());

    private InheritedContexts() {}

    /** Has all living threads forget what they inherited, if there is anything in it of this class loader or below it. */
    static void release(ClassLoader loader) {
        try {
            Field inherited = Thread.class.getDeclaredField("inheritedAccessControlContext");
            inherited.setAccessible(true);
            for (Thread thread : Thread.getAllStackTraces().keySet()) {
                AccessControlContext context = (AccessControlContext) inherited.get(thread);
                if (context != null && domains(context).stream().anyMatch(domain -> isBelow(loader, domain.getClassLoader()))) {
                    inherited.set(thread, null);
                }
            }
        } catch (ReflectiveOperationException | InaccessibleObjectException e) {
            LOG.log(Level.DEBUG, "What threads inherit is not shown here", e);
        }
    }

    /** A context shows its domains to a combiner alone. */
    private static List<ProtectionDomain> domains(AccessControlContext context) {
        List<ProtectionDomain> domains = new ArrayList<>();
        AccessControlContext asked = new AccessControlContext(context, (current, inherited) -> {
            if (inherited != null) {
                domains.addAll(List.of(inherited));
            }
            return current;
        });
        AccessController.doPrivileged((PrivilegedAction<AccessControlContext>) AccessController::getContext, asked);
        return domains;
    }

    /** Whether the domain's loader is the given one, has it among its parents, or is of a class of its. */
    private static boolean isBelow(ClassLoader loader, ClassLoader domains) {
        for (ClassLoader each = domains; each != null; each = each.getParent()) {
            if (each == loader || each.getClass().getClassLoader() == loader) {
                return true;
            }
        }
        return false;
    }
}
