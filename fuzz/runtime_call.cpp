// Calls of Kusama's runtime, from bytes that anybody sends: what decodes has a weight, can be copied, is judged by all
// kinds of proxies, and is encoded to bytes that mean the same call. tests/differential/calls.mjs asks the real runtime
// about such bytes.
#include "base/assert.hpp"
#include "runtime/runtimes/kusama/composition.hpp"
#include "runtime/runtimes/kusama/proxy_type.hpp"
#include "runtime/sdk/call.hpp"
#include "runtime/sdk/host/native/state.hpp"

namespace {

using namespace serinus;
using namespace serinus::sdk;
using kusama_runtime_constants::proxy::ProxyType;

std::optional<RuntimeCall> read(BytesView bytes, size_t& consumed) {
    scale::Decoder in(bytes, kMaxCallDepth);
    RuntimeCall call;
    if (!scale::decode_into(in, call)) {
        SERINUS_ASSERT(in.error().offset <= bytes.size());
        return std::nullopt;
    }
    consumed = bytes.size() - in.remaining();
    return call;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    size_t consumed = 0;
    const auto call = read({data, size}, consumed);
    if (!call) return 0;
    if (consumed < size) return -1;  // not kept, since no runtime takes a call with more behind it

    // Maps, sets and bits have more than one encoding, so what is written may be shorter or sorted, but it stays.
    const Bytes encoded = scale::encode(*call);
    SERINUS_ASSERT(encoded.size() == call->encoded_size() && encoded.size() <= consumed);
    size_t all = 0;
    const auto again = read(encoded, all);
    SERINUS_ASSERT(again && all == encoded.size());
    SERINUS_ASSERT(scale::encode(*again) == encoded);

    const RuntimeCall copy = *call;
    SERINUS_ASSERT(copy == *call && copy.pallet_index() == data[0] && copy.call_index() == data[1]);

    // The weight may depend on what is stored, here nothing.
    const DispatchInfo info = call->info();
    SERINUS_ASSERT(again->info().weight == info.weight && again->info().class_ == info.class_);

    for (uint8_t kind = 0; kind <= static_cast<uint8_t>(ProxyType::ParaRegistration); ++kind) {
        const auto type = static_cast<ProxyType>(kind);
        using kusama_runtime_constants::proxy::allows;
        SERINUS_ASSERT(allows(type, *call) == allows(type, *again));
    }
    native::state().reset();
    return 0;
}
