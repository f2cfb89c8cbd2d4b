/// Calls on a state that the caller holds: blocks that are executed or built, genesis states, simulations.
#pragma once

#include "runtime_api/call.hpp"

namespace serinus::runtime_api {

inline const executor::CallContext kNoContext;

/// What a call is executed with. All of it must outlive the call.
struct OnState {
    executor::Executor& executor;
    const executor::Runtime& runtime;
    state::Overlay& state;  ///< keeps the changes of the call, also after an error
    const executor::CallContext& context = kNoContext;
};

/// `arguments` as `call` encodes them. Copies neither them nor an answer that stays encoded.
/// Errors: those of Executor::call; kBadResult, the answer is not of the declared type. Which version of an API the
/// runtime has is not looked at: without the function the error is kNoSuchMethod.
template <class Value, class... Arguments>
OrCallError<Value> call_encoded(const OnState& on, const Call<Value(Arguments...)>& call, BytesView arguments) {
    auto answer = on.executor.call(on.runtime, call.name, arguments, on.state, on.context);
    if (!answer) return Err(std::move(answer).error());
    if constexpr (std::is_same_v<Value, Encoded>) {
        return Encoded{*std::move(answer)};
    } else {
        return call.decode(*answer);
    }
}

template <class Value, class... Arguments>
OrCallError<Value> call(const OnState& on, const Call<Value(Arguments...)>& call,
                        const std::type_identity_t<Arguments>&... arguments) {
    return call_encoded(on, call, call.encode(arguments...));
}

}  // namespace serinus::runtime_api
