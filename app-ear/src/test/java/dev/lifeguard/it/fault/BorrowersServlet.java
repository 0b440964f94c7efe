package dev.lifeguard.it.fault;

import jakarta.annotation.Resource;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import javax.sql.DataSource;

/** An application that knows nothing of Lifeguard: {@link Borrowers} on {@code jdbc/app}, from the first request until it goes. */
@WebServlet("/*")
public class BorrowersServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Resource(name = "jdbc/borrowers/app", lookup = "jdbc/app", shareable = false)
    private transient DataSource pool;

    private transient Borrowers borrowers;

    @Override
    public void init() {
        borrowers = Borrowers.start(pool);
    }

    @Override
    public void destroy() {
        borrowers.close();
    }

    /** What was attempted, a line each. */
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain;charset=UTF-8");
        PrintWriter writer = response.getWriter();
        borrowers.attempts().forEach(attempt -> writer.println(attempt.line()));
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws ServletException {
        switch (request.getPathInfo()) {
            case "/forget" -> borrowers.forget();
            case "/rest" -> borrowers.rest(true);
            case "/work" -> borrowers.rest(false);
            default -> throw new ServletException("Nothing is known of " + request.getPathInfo());
        }
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }
}
