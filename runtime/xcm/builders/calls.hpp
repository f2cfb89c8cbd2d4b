/// Calls of the runtime in programs: what they weigh, and how they are dispatched.
/// Source: staging-xcm-executor 21 (Transact); staging-xcm-builder 22, weight.rs
#pragma once

#include "runtime/sdk/call.hpp"
#include "runtime/xcm/builders/origins.hpp"
#include "runtime/xcm/traits.hpp"
#include "runtime/xcm/wire.hpp"

namespace serinus::xcm {

/// A doubly encoded call: all bytes, at most kMaxDecodeDepth levels deep.
std::optional<sdk::RuntimeCall> decode_call(BytesView encoded);

struct RuntimeCallWeigher final : CallWeigher {
    std::optional<Weight> weight_of(BytesView call) const override;
};

class RuntimeCalls final : public CallRunner {
  public:
    /// `is_safe`: which calls may be made at all; nullptr: any.
    explicit constexpr RuntimeCalls(const OriginConverter& origins, bool (*is_safe)(const sdk::RuntimeCall&) = nullptr)
        : origins_(origins), is_safe_(is_safe) {}
    XcmResultOf<Transacted> transact(BytesView call, const Location& origin, OriginKind kind) const override;

  private:
    const OriginConverter& origins_;
    bool (*is_safe_)(const sdk::RuntimeCall&);
};

}  // namespace serinus::xcm
