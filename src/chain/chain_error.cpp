#include "chain/chain_error.hpp"

#include "executor/executor.hpp"
#include "state/backend.hpp"

namespace serinus::chain {

ChainError from(const executor::CallError& error) {
    const bool is_state = error.kind == executor::CallError::Kind::kState;
    return {is_state ? ChainError::Kind::kState : ChainError::Kind::kRuntime, error.reason};
}

ChainError from(const state::StateError& error) { return {ChainError::Kind::kState, error.reason}; }

}  // namespace serinus::chain
