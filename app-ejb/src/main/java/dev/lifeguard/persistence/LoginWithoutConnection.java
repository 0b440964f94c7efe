package dev.lifeguard.persistence;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.eclipse.persistence.sessions.Connector;
import org.eclipse.persistence.sessions.DatasourceLogin;
import org.eclipse.persistence.sessions.Session;
import org.eclipse.persistence.sessions.SessionEvent;
import org.eclipse.persistence.sessions.SessionEventAdapter;

/**
 * Lets a persistence unit start while its database is away. EclipseLink's session borrows connections when it logs in, only to give them
 * back, and a login that fails is never tried again. Payara even has it log in while it deploys, so that the deployment would fail. While
 * the login lasts, the session therefore gets connections that can only be closed; every later one is the pool's.
 *
 * <p>Named in {@code persistence.xml}, made by EclipseLink.
 */
public final class LoginWithoutConnection extends SessionEventAdapter {

    private static final Logger LOG = System.getLogger(LoginWithoutConnection.class.getName());

    @Override
    public void preLogin(SessionEvent event) {
        for (DatasourceLogin login : logins(event.getSession())) {
            // A login that fails leaves the stand-in where it is: the session is not told that it failed.
            login.setConnector(new StandInConnector(real(login.getConnector())));
        }
    }

    @Override
    public void postLogin(SessionEvent event) {
        for (DatasourceLogin login : logins(event.getSession())) {
            login.setConnector(real(login.getConnector()));
        }
    }

    private static Connector real(Connector connector) {
        return connector instanceof StandInConnector standIn ? standIn.original() : connector;
    }

    /** The session's login, and the one for reading: Payara adds a non-transactional twin of each unit's data source for that. */
    private static Set<DatasourceLogin> logins(Session session) {
        Set<DatasourceLogin> logins = Collections.newSetFromMap(new IdentityHashMap<>());
        logins.add((DatasourceLogin) session.getDatasourceLogin());
        try {
            // By reflection, because Open Liberty shows an application the session's interface, but not its class.
            Object pool = session.getClass().getMethod("getReadConnectionPool").invoke(session);
            if (pool != null && pool.getClass().getMethod("getLogin").invoke(pool) instanceof DatasourceLogin login) {
                logins.add(login);
            }
        } catch (ReflectiveOperationException e) {
            LOG.log(Level.WARNING, () -> "The persistence unit of " + session.getName() + " starts only while its database is there", e);
        }
        return logins;
    }
}
