#include "runtime/kusama/origins.hpp"

namespace serinus::sdk {
namespace {

template <class O>
bool skip_one(scale::Decoder& in) {
    O origin = scale::initial<O>();
    return scale::decode_into(in, origin);
}

template <uint8_t... I, class... O>
bool skip(scale::Decoder& in, uint8_t pallet, const scale::Enum<At<I, O>...>*) {
    bool good = false;
    if (!((I == pallet && (good = skip_one<O>(in), true)) || ...)) {
        in.fail(scale::DecodeFault::kUnknownVariant, in.position() - 1, pallet);
    }
    return good;
}

}  // namespace

bool skip_pallet_origin(scale::Decoder& in, uint8_t pallet) {
    return skip(in, pallet, static_cast<const decltype(staging_kusama_runtime::OriginCaller::v)*>(nullptr));
}

}  // namespace serinus::sdk
