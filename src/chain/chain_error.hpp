/// What we could not do with a chain.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.hpp"

namespace serinus::executor {
struct CallError;
}
namespace serinus::state {
struct StateError;
}

namespace serinus::chain {

/// We could not do it: the disk, the state, a runtime that does not answer. Never the block's fault.
struct ChainError {
    enum class Kind : uint8_t {
        kStore = 1,  ///< the block database
        kState,      ///< the state database
        kRuntime,    ///< the runtime of a state that we hold cannot be loaded or called
        kSpec,       ///< the chain specification does not fit
        kUnknown,    ///< we were asked about a block that is not there (any more)
    } kind = Kind::kStore;
    std::string reason;
};

/// The same error in the words of this folder.
ChainError from(const executor::CallError& error);
ChainError from(const state::StateError& error);

}  // namespace serinus::chain
