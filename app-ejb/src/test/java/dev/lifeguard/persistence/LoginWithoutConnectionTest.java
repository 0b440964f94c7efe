package dev.lifeguard.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeguard.testing.Persistence;
import dev.lifeguard.testing.RealDatabase;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.eclipse.persistence.sessions.Connector;
import org.eclipse.persistence.sessions.DatabaseLogin;
import org.eclipse.persistence.sessions.DatasourceLogin;
import org.eclipse.persistence.sessions.Project;
import org.eclipse.persistence.sessions.SessionEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginWithoutConnectionTest {

    @ParameterizedTest
    @ValueSource(strings = {"lifeguard", "application"})
    void aUnitStartsWhileItsDatabaseIsAwayAndWorksWhenItIsBack(String unit) throws Exception {
        AtomicBoolean away = new AtomicBoolean(true);
        DataSource database = RealDatabase.awayWhile(away::get, RealDatabase.empty("login_test"));

        try (Persistence persistence = new Persistence(unit, database)) {
            persistence.createAndCloseEntityManager();
            assertThatThrownBy(() -> persistence.inTransaction(LoginWithoutConnectionTest::askTheDatabase))
                    .hasMessageContaining("nobody listens");

            away.set(false);
            assertThat(persistence.inTransaction(LoginWithoutConnectionTest::askTheDatabase)).isEqualTo(42);
        }
    }

    @Test
    void aLoginAfterOneThatFailedEndsWithThePoolAllTheSame() {
        DatasourceLogin login = new DatabaseLogin();
        Connector pool = login.getConnector();
        SessionEvent event = new SessionEvent(SessionEvent.PreLogin, new Project(login).createServerSession());
        LoginWithoutConnection listener = new LoginWithoutConnection();

        listener.preLogin(event);
        listener.preLogin(event);
        assertThat(login.getConnector()).isInstanceOf(StandInConnector.class);
        listener.postLogin(event);

        assertThat(login.getConnector()).isSameAs(pool);
    }

    @Test
    void theStandInCanBeClosedAndNothingElse() throws Exception {
        try (Connection connection = new StandInConnector(null).connect(null, null)) {
            assertThat(connection.isClosed()).isFalse();
            assertThatThrownBy(connection::createStatement).isInstanceOf(SQLException.class).hasMessageContaining("createStatement");
        }
    }

    private static Object askTheDatabase(EntityManager entities) {
        return entities.createNativeQuery("select 42").getSingleResult();
    }
}
