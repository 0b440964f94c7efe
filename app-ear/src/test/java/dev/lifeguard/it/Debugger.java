package dev.lifeguard.it;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.IllegalConnectorArgumentsException;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.request.BreakpointRequest;
import com.sun.jdi.request.EventRequest;
import dev.lifeguard.launcher.FreePorts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Stops single threads of a server where a test says, so that it can be ended just there. What runs is what ships. */
final class Debugger {

    private static final Pattern ADDRESS = Pattern.compile("Address : (?:.*:)?(\\d+)");
    private static final Duration LATEST = Duration.ofSeconds(60);

    private final VirtualMachine machine;

    private Debugger(VirtualMachine machine) {
        this.machine = machine;
    }

    /** The environment of a server that lets a debugger in, once it is asked to. */
    static Map<String, String> letIn() throws IOException {
        return Map.of("JAVA_TOOL_OPTIONS",
                "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,onjcmd=y,address=localhost:" + FreePorts.find(1).get(0));
    }

    static Debugger of(RunningServer running) throws IOException, IllegalConnectorArgumentsException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process asked = new ProcessBuilder(jcmd, Long.toString(running.server().process().pid()), "VM.start_java_debugging")
                .redirectErrorStream(true)
                .start();
        String answer = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher address = ADDRESS.matcher(answer);
        if (!address.find()) {
            throw new IOException("The server lets no debugger in: " + answer);
        }
        AttachingConnector sockets = Bootstrap.virtualMachineManager().attachingConnectors().stream()
                .filter(connector -> connector.name().equals("com.sun.jdi.SocketAttach"))
                .findFirst()
                .orElseThrow();
        Map<String, Connector.Argument> arguments = sockets.defaultArguments();
        arguments.get("hostname").setValue("localhost");
        arguments.get("port").setValue(address.group(1));
        return new Debugger(sockets.attach(arguments));
    }

    /** Has the next thread stop that enters this method of Lifeguard's, for as long as the server lives. */
    BreakpointRequest stopAt(String className, String method) {
        List<ReferenceType> types = machine.classesByName(className);
        if (types.size() != 1) {
            throw new IllegalStateException("There are " + types.size() + " classes " + className);
        }
        BreakpointRequest request = machine.eventRequestManager()
                .createBreakpointRequest(types.get(0).methodsByName(method).get(0).location());
        request.setSuspendPolicy(EventRequest.SUSPEND_EVENT_THREAD);
        request.enable();
        return request;
    }

    /** Until a thread has stopped there; no other one does from then on. */
    void awaitStop(BreakpointRequest request) throws InterruptedException {
        long latest = System.nanoTime() + LATEST.toNanos();
        while (System.nanoTime() < latest) {
            EventSet events = machine.eventQueue().remove(1_000);
            if (events != null) {
                for (Event event : events) {
                    if (event instanceof BreakpointEvent && event.request() == request) {
                        request.disable();
                        return;
                    }
                }
                events.resume();
            }
        }
        throw new AssertionError("Nobody came to " + request.location());
    }
}
