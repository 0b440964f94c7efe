package dev.lifeguard.server.payara;

/**
 * What a {@link StandIn} tells. A method's name says when, and of which method of Payara's: {@code before}, {@code after} or
 * {@code failed}, and that method's name. Its parameters are the method's own first ones, its result, or what it threw, each as
 * primitive as it was, and what is an object as {@link Object}. Public only because the stand-ins are in another class loader.
 */
public final class PoolObservers {

    private PoolObservers() {}

    /** Of any stand-in. */
    public interface Observer {

        /** One of the other methods threw; its caller, who is in the middle of Payara's work, is not told. Perhaps near the end of the stack. */
        void faulty(Throwable fault);
    }

    /** Of a {@code ResourcePool}. */
    public interface OfPool extends Observer {

        void beforeGetResource();

        void afterGetResource(Object handle);

        void failedGetResource(Throwable failure);

        void beforeEmptyPool();

        void afterSetPoolLifeCycleListener();

        void afterRemovePoolLifeCycleListener();
    }

    /** Of the {@code PoolLifeCycleListener} that a pool has. */
    public interface OfLifeCycle extends Observer {

        void beforeConnectionRequestQueued();

        void beforeConnectionCreated();

        void beforeConnectionDestroyed(long key);
    }

    /** Of the {@code DataStructure} that a pool keeps its connections in. */
    public interface OfStructure extends Observer {

        void beforeGetResource();

        void beforeAddResource();

        void afterAddResource();

        void failedAddResource(Throwable failure);

        void beforeReturnResource(Object handle);

        void beforeRemoveResource(Object handle);
    }

    /** Of the {@code ResourceHandler} that closes what a structure has let go of. */
    public interface OfHandler extends Observer {

        void beforeDeleteResource(Object handle);
    }
}
