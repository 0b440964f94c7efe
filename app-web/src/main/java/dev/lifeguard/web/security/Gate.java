package dev.lifeguard.web.security;

import dev.lifeguard.configuration.SecuritySettings;
import dev.lifeguard.configuration.Settings;
import dev.lifeguard.operations.OperationDesk;
import jakarta.inject.Inject;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.time.InstantSource;
import java.util.EnumSet;

/** Puts the filter before everything of the module, and the login beside it. */
@WebListener
public class Gate implements ServletContextListener {

    @Inject
    private Settings settings;

    @Inject
    private OperationDesk desk;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        SecuritySettings security = settings.security();
        InstantSource clock = InstantSource.system();
        Login login = new Login(security.basicOverHttp(), clock);
        FilterRegistration.Dynamic filter = context.addFilter(
                "access", new AccessFilter(login, security.metricsLogin(), security.operationsPerMinute(), new Attempts(desk), clock));
        filter.setAsyncSupported(true);
        filter.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
        context.addServlet("login", new LoginServlet(login)).addMapping(LoginServlet.PATH);
        context.addServlet("logout", new LogoutServlet()).addMapping(LogoutServlet.PATH);
    }
}
