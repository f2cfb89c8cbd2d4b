// Runtimes call host functions with whatever they like: nothing crashes, a call that fails has a reason, and a batch of
// signatures is right if each of them is.
//
// Input: a byte with the number of calls; for each call a byte that chooses the function and two for each argument; the
// rest is what stands in the runtime's memory from kData on. An argument is a place in these data with a size, a small
// number, or one that lies outside of everything.
#include "base/assert.hpp"
#include "crypto/node_keys.hpp"
#include "executor/allocator.hpp"
#include "executor/host/fake_instance.hpp"
#include "executor/host/host_call.hpp"
#include "executor/host/registry.hpp"
#include "executor/offchain.hpp"
#include "platform/virtual_scheduler.hpp"
#include "state/memory_backend.hpp"

using namespace serinus;
using namespace serinus::executor;

namespace {

constexpr uint32_t kData = 64;
constexpr uint32_t kHeapBase = 32 * 1024;

uint8_t take(BytesView& input) {
    if (input.empty()) return 0;
    const uint8_t out = input[0];
    input = input.subspan(1);
    return out;
}

/// 250 and above: what no runtime of good will passes.
uint64_t hostile(uint8_t which) {
    switch (which) {
        case 250:
            return UINT64_MAX;
        case 251:
            return 65'535;
        case 252:
            return uint64_t{1} << 32;  // one byte at zero
        case 253:
            return uint64_t{2} << 32 | 65'535;  // the end of the memory and one more
        case 254:
            return 0x7fff'ffff'ffff'ffff;
        default:
            return 0xffff'ffff;
    }
}

wasm::Raw argument(BytesView& input, wasm::ValueType type) {
    const uint8_t place = take(input);
    const uint8_t size = take(input);
    if (place >= 250) return type == wasm::ValueType::kI64 ? hostile(place) : static_cast<uint32_t>(hostile(place));
    if (type == wasm::ValueType::kI64) return (kData + place) | static_cast<uint64_t>(size) << 32;
    return size % 2 == 0 ? kData + place : place;  // a pointer, or a number
}

/// The verdicts of the batch that is open, as the single functions gave them.
struct Batch {
    bool open = false;
    bool right = true;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    static Executor executor({.interpret = true});
    static const auto functions = host::all_host_functions();

    BytesView input(data, size);
    struct Call {
        const host::HostFunctionEntry* function;
        wasm::Raw slots[host::Signature::kMaxParams + 1] = {};
    };
    std::vector<Call> calls(take(input) % 16 + size_t{1});
    for (Call& one : calls) {
        one.function = functions[take(input) % functions.size()];
        const auto& signature = one.function->wrapped.signature;
        for (uint8_t i = 0; i < signature.count; ++i) one.slots[i] = argument(input, signature.params[i]);
    }

    host::FakeInstance instance;
    std::copy_n(input.begin(), std::min<size_t>(input.size(), kHeapBase - kData), instance.memory().begin() + kData);

    platform::VirtualTime time(1);
    const auto scheduler = time.make_scheduler({});
    crypto::NodeKeys keys(*scheduler);
    const auto storage = make_memory_local_storage();
    OffchainServices services;
    services.is_validator = true;
    services.now_ms = [] { return uint64_t{1}; };
    services.sleep_until_ms = [](uint64_t, const std::stop_token&) { return true; };
    services.random_seed = [] { return ByteArray<32>{}; };
    services.submit_transaction = [](BytesView transaction) { return transaction.size() % 2 == 0; };
    services.network_state = [] { return NetworkState{{1, 2}, {"/ip4/127.0.0.1"}}; };
    services.set_authorized_nodes = [](std::vector<Bytes>, bool) {};
    services.persistent_storage = storage.get();

    state::MemoryBackend backend;
    state::Overlay overlay(backend);
    CallContext context{.offchain = &services, .keys = &keys};
    Allocator allocator(kHeapBase);
    host::HostCall call{.overlay = overlay, .context = context, .executor = executor, .allocator = &allocator};
    instance.user_data = &call;

    Batch batch;
    for (Call& one : calls) {
        instance.failure.reset();
        const std::string_view name = one.function->name;
        const bool done = one.function->wrapped.function(instance, nullptr, one.slots);
        SERINUS_ASSERT(done != instance.failure.has_value());
        if (name.find("_batch_verify_version") == name.npos) continue;
        if (name.starts_with("ext_crypto_start")) {
            SERINUS_ASSERT(done == !batch.open);
            batch = {true, done || !batch.open ? true : batch.right};
        } else if (name.starts_with("ext_crypto_finish")) {
            SERINUS_ASSERT(done == batch.open);
            SERINUS_ASSERT(!done || (one.slots[0] == 1) == batch.right);
            batch = {};
        } else if (done) {
            batch.right &= one.slots[0] == 1;
        }
    }
    return 0;
}
