#include "runtime/xcm/builders/calls.hpp"

namespace serinus::xcm {

std::optional<sdk::RuntimeCall> decode_call(BytesView encoded) {
    scale::Decoder in(encoded, kMaxDecodeDepth + 1);  // the outermost call counts as a level here
    sdk::RuntimeCall call;
    if (!scale::decode_into(in, call) || !in.finish()) return std::nullopt;
    return call;
}

std::optional<Weight> RuntimeCallWeigher::weight_of(BytesView call) const {
    const auto decoded = decode_call(call);
    if (!decoded) return std::nullopt;
    return decoded->info().weight;
}

XcmResultOf<Transacted> RuntimeCalls::transact(BytesView encoded, const Location& from, OriginKind kind) const {
    const auto call = decode_call(encoded);
    ENSURE(call, Error(Error::Code::FailedToDecode));
    ENSURE(is_safe_ == nullptr || is_safe_(*call), Error(Error::Code::NoPermission));
    const auto origin = origins_.origin_of(from, kind);
    ENSURE(origin, Error(Error::Code::BadOrigin));

    const Weight declared = call->info().weight;
    const auto result = call->dispatch(*origin);
    const auto& info = result ? *result : result.error().post_info;
    return Transacted{result ? MaybeErrorCode{} : MaybeErrorCode::of(scale::encode(result.error().error)),
                      declared.saturating_sub(info.actual_weight.value_or(declared))};
}

}  // namespace serinus::xcm
