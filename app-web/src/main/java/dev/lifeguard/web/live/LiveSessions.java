package dev.lifeguard.web.live;

import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionIdListener;
import jakarta.servlet.http.HttpSessionListener;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Ends the streams of a login with it: at the logout, when the session has expired, or when it has become that of another login. */
public final class LiveSessions implements HttpSessionListener, HttpSessionIdListener {

    private final Map<String, Set<LiveReader>> readers = new ConcurrentHashMap<>();

    LiveSessions() {}

    /** From now on this one ends with the session. */
    void join(HttpSession session, LiveReader reader) {
        String id = session.getId();
        join(id, reader);
        try {
            session.getLastAccessedTime();
        } catch (IllegalStateException e) {
            // It has ended meanwhile, and perhaps nobody has been told of a reader.
            end(id);
        }
    }

    void join(String session, LiveReader reader) {
        readers.compute(session, (id, known) -> {
            Set<LiveReader> all = known == null ? ConcurrentHashMap.newKeySet() : known;
            all.add(reader);
            return all;
        });
    }

    /** This one has ended by itself. */
    void leave(String session, LiveReader reader) {
        readers.computeIfPresent(session, (id, known) -> {
            known.remove(reader);
            return known.isEmpty() ? null : known;
        });
    }

    void end(String session) {
        Set<LiveReader> ended = readers.remove(session);
        if (ended != null) {
            ended.forEach(LiveReader::drop);
        }
    }

    @Override
    public void sessionDestroyed(HttpSessionEvent event) {
        end(event.getSession().getId());
    }

    @Override
    public void sessionIdChanged(HttpSessionEvent event, String before) {
        end(before);
    }
}
