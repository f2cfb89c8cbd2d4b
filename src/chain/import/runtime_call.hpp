/// Typed calls of runtimes for those that are given a function that calls: engines and gadgets.
#pragma once

#include "chain/import/header_verifier.hpp"
#include "runtime_api/call.hpp"

namespace serinus::chain {

/// Error kRuntime also if the answer is not of the declared type.
template <class Value, class... Arguments>
Result<Value, ChainError> ask(const HeaderVerifier::CallRuntime& execute,
                              const runtime_api::Call<Value(Arguments...)>& call,
                              const std::type_identity_t<Arguments>&... arguments) {
    TRY_ASSIGN(const Bytes answer, execute(call.name, call.encode(arguments...)));
    auto value = call.decode(answer);
    if (!value) return Err(from(value.error()));
    return *std::move(value);
}

/// The same on the state of the parent.
template <class Value, class... Arguments>
Result<Value, ChainError> ask_at_parent(Ancestry& ancestry, const runtime_api::Call<Value(Arguments...)>& call,
                                        const std::type_identity_t<Arguments>&... arguments) {
    TRY_ASSIGN(const Bytes answer, ancestry.call_at_parent(call.name, call.encode(arguments...)));
    auto value = call.decode(answer);
    if (!value) return Err(from(value.error()));
    return *std::move(value);
}

}  // namespace serinus::chain
