// Blocks of transfers through Core_execute_block: our runtime beside Kusama's own, in the same host, on the same state,
// with the same extrinsics. Prints time, ratio, size of the code and calls of the host.
//
//     bench_runtime_transfers KUSAMA_LOCAL_SPEC OUR_RUNTIME.wasm [transfers]
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>

#include "base/assert.hpp"
#include "base/hex.hpp"
#include "chain/spec/chain_spec.hpp"
#include "codec/scale.hpp"
#include "crypto/sr25519.hpp"
#include "executor/executor.hpp"
#include "executor/runtime_code.hpp"
#include "hashing/hashing.hpp"
#include "primitives/block.hpp"
#include "state/memory_backend.hpp"

namespace {

using namespace serinus;

constexpr auto kVersion = trie::StateVersion::kV1;
constexpr uint64_t kSlot = 283'000'000;  // of six seconds, in 2023

double cpu_ms() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) * 1e-6;
}

state::StateChanges genesis_of(const char* path) {
    const auto spec = chain::read_chain_spec_file(path);
    SERINUS_ASSERT(spec.has_value());
    const auto& genesis = std::get<chain::RawGenesis>(spec->genesis);
    state::StateChanges changes;
    for (size_t i = 0; i < genesis.top.size(); ++i) {
        const auto [key, value] = genesis.top[i];
        changes.top[to_bytes(key)] = to_bytes(value);
    }
    return changes;
}

Bytes read_file(const char* path) {
    std::FILE* const file = std::fopen(path, "rb");
    if (file == nullptr) {
        std::printf("cannot read %s\n", path);
        std::exit(1);
    }
    Bytes out;
    uint8_t part[65536];
    for (size_t size; (size = std::fread(part, 1, sizeof part, file)) > 0;) out.insert(out.end(), part, part + size);
    std::fclose(file);
    return out;
}

/// A runtime with a state behind which it executes.
class Side {
  public:
    Side(const state::StateChanges& genesis, std::optional<Bytes> code) {
        state::StateChanges changes = genesis;
        if (code) changes.top[to_bytes(as_bytes(":code"))] = *std::move(code);
        code_size = changes.top[to_bytes(as_bytes(":code"))]->size();
        SERINUS_ASSERT(backend_.apply(changes, kVersion).has_value());
        state::Overlay overlay(backend_);
        runtime_ = executor_.runtime_of(overlay).value();
    }

    Bytes call(state::Overlay& overlay, std::string_view method, BytesView arguments) {
        auto result = executor_.call(*runtime_, method, arguments, overlay);
        if (!result)
            std::printf("%.*s: %s\n", static_cast<int>(method.size()), method.data(), result.error().reason.c_str());
        SERINUS_ASSERT(result.has_value());
        return *std::move(result);
    }
    state::Overlay overlay() { return state::Overlay(backend_); }

    size_t code_size = 0;

  private:
    state::MemoryBackend backend_;
    executor::Executor executor_;
    std::shared_ptr<const executor::Runtime> runtime_;
};

Bytes transfer(const crypto::sr25519::KeyPair& from, uint32_t nonce, const Hash256& genesis_hash) {
    Bytes call{4, 3, 0};  // Balances.transfer_keep_alive, MultiAddress::Id
    append(call, hashing::blake2b_256(scale::encode(nonce)));
    scale::append_encoded(call, scale::Compact<uint128_t>(1'000'000'000'000));
    Bytes extra{0};  // immortal
    scale::append_encoded(extra, scale::Compact<uint32_t>(nonce));
    extra.push_back(0);  // tip
    const Bytes additional = scale::encode(std::tuple(uint32_t{1'000'000}, uint32_t{24}, genesis_hash, genesis_hash));
    const auto signature = crypto::sr25519::sign(from, concat(call, extra, additional), {});
    const Bytes head{0x84, 0};
    const Bytes kind{1};
    return concat(head, from.public_key, kind, signature, extra, call);
}

/// A block with all that the runtime itself puts in, and the transfers.
Bytes build_block(Side& side, const std::vector<Bytes>& transfers, const primitives::Header& parent) {
    state::Overlay overlay = side.overlay();
    primitives::Header header;
    header.parent_hash = primitives::header_hash(parent);
    header.number = 1;
    Bytes claim{2};  // a secondary slot of the first authority
    append(claim, scale::encode(std::pair(uint32_t{0}, kSlot)));
    header.digest.push_back(primitives::digest::PreRuntime{primitives::kBabeEngine, claim});
    side.call(overlay, "Core_initialize_block", scale::encode(header));

    std::map<ByteArray<8>, Bytes> data;
    data[{'t', 'i', 'm', 's', 't', 'a', 'p', '0'}] = scale::encode(kSlot * 6000);
    // Parachains have nothing to say: no bitfields, candidates and disputes.
    data[{'p', 'a', 'r', 'a', 'c', 'h', 'n', '0'}] = concat(Bytes{0, 0, 0}, scale::encode(parent));
    auto extrinsics =
        scale::decode<std::vector<Bytes>>(side.call(overlay, "BlockBuilder_inherent_extrinsics", scale::encode(data)))
            .value();
    extrinsics.insert(extrinsics.end(), transfers.begin(), transfers.end());
    for (const Bytes& extrinsic : extrinsics) {
        const Bytes result = side.call(overlay, "BlockBuilder_apply_extrinsic", scale::encode(extrinsic));
        SERINUS_ASSERT((result == Bytes{0, 0}));
    }
    const Bytes finished = side.call(overlay, "BlockBuilder_finalize_block", {});
    return concat(finished, scale::encode(extrinsics));
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 3) {
        std::printf("skipped: make bench gives the chain specification and our runtime\n");
        return 0;
    }
    const auto genesis = genesis_of(argv[1]);
    const auto count = static_cast<uint32_t>(argc > 3 ? std::atoi(argv[3]) : 500);

    primitives::Header parent;
    // The well-known development account.
    const auto secret = from_hex_fixed<crypto::sr25519::MiniSecret>(
        "0xe5be9a5092b81bca64be81d212e7f2f9eba183bb7a90954f7b76361f6edb5c0a");
    const auto alice = crypto::sr25519::expand(secret.value());
    std::vector<Bytes> transfers;
    for (uint32_t i = 0; i < count; ++i) transfers.push_back(transfer(alice, i, primitives::header_hash(parent)));

    Side real(genesis, std::nullopt);
    Side ours(genesis, read_file(argv[2]));
    const Bytes real_block = build_block(real, transfers, parent);
    const Bytes our_block = build_block(ours, transfers, parent);

    // In turns, so that both meet the same machine.
    double real_ms = 1e9;
    double our_ms = 1e9;
    for (int run = 0; run < 9; ++run) {
        for (const bool is_ours : {false, true}) {
            Side& side = is_ours ? ours : real;
            state::Overlay overlay = side.overlay();
            const double before = cpu_ms();
            side.call(overlay, "Core_execute_block", is_ours ? our_block : real_block);
            double& least = is_ours ? our_ms : real_ms;
            least = std::min(least, cpu_ms() - before);
        }
    }
    std::printf("block of %u transfers: Kusama's runtime %.1f ms, ours %.1f ms, ratio %.2f\n", count, real_ms, our_ms,
                our_ms / real_ms);
    std::printf("transfers per second: Kusama's %.0f, ours %.0f\n", count / real_ms * 1e3, count / our_ms * 1e3);
    std::printf("code as stored: Kusama's %zu bytes (compressed), ours %zu\n", real.code_size, ours.code_size);
    return 0;
}
