/// A runtime at work in a native program: which one it is, its state, the storage layers and the dispatch that are
/// open. A program may have as many as it likes, of one runtime or of several; one at a time is entered, and what the
/// SDK asks of its host and of its runtime concerns that one. Not for several threads.
///
///     native::Session relay(table_of<kusama::Runtime>()), other(table_of<minimal::Runtime>());
///     relay.run([] { … });
///     other.run([] { … });
///
/// Where nothing was entered there is a session of the only runtime that is linked.
#pragma once

#include "runtime/sdk/dispatch_context.hpp"
#include "runtime/sdk/host/native/state.hpp"

namespace serinus::sdk {

struct RuntimeTable;

namespace native {

class Session {
  public:
    /// Of the only runtime that is linked.
    Session() = default;
    explicit Session(const RuntimeTable& runtime) : runtime_(&runtime) {}
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    State state;

    /// What the runtime has for its storage: `state`, or what was put in its place (StorageInUse).
    StorageBackend& storage() { return storage_ != nullptr ? *storage_ : state; }
    StorageBackend& exchange_storage(StorageBackend& backend) {
        StorageBackend& before = storage();
        storage_ = &backend;
        return before;
    }

    /// Panics if none was named and the program has several.
    const RuntimeTable& runtime() const;
    /// `f` with this session entered, from whichever; afterwards the other one is again.
    template <class F>
    auto run(F&& f);

  private:
    friend class Entered;
    const RuntimeTable* runtime_ = nullptr;
    StorageBackend* storage_ = nullptr;
    DispatchContext* dispatch_ = nullptr;  ///< the outermost one, while another session is entered
};

/// The one that is entered.
Session& session();

/// Enters a session for as long as this lives; the last one that was entered is the first to be left.
class Entered {
  public:
    explicit Entered(Session& session);
    Entered(const Entered&) = delete;
    Entered& operator=(const Entered&) = delete;
    ~Entered();

  private:
    Session* outer_;
};

template <class F>
auto Session::run(F&& f) {
    const Entered entered(*this);
    return f();
}

/// Defined by the SERINUS_RUNTIME of each runtime: which of several it is, nobody knows.
const RuntimeTable& linked_runtime();
/// Counts the runtimes of the program.
class LinkedRuntime {
  public:
    LinkedRuntime() { ++count; }
    static inline constinit int count = 0;
};

}  // namespace native
}  // namespace serinus::sdk
