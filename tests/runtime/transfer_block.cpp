#include "tests/runtime/transfer_block.hpp"

#include <cstdio>

#include "base/assert.hpp"
#include "base/hex.hpp"
#include "chain/spec/chain_spec.hpp"
#include "chain/spec/genesis_builder.hpp"
#include "codec/scale.hpp"
#include "crypto/sr25519.hpp"
#include "hashing/hashing.hpp"

namespace serinus::test {

namespace {

constexpr auto kVersion = trie::StateVersion::kV1;
constexpr uint64_t kSlot = 283'000'000;  // of six seconds, in 2023

Bytes transfer(const crypto::sr25519::KeyPair& from, uint32_t nonce, const Hash256& genesis_hash) {
    Bytes call{4, 3, 0};  // Balances.transfer_keep_alive, MultiAddress::Id
    append(call, hashing::blake2b_256(scale::encode(nonce)));
    scale::append_encoded(call, scale::Compact<uint128_t>(1'000'000'000'000));
    Bytes extra{0};  // immortal
    scale::append_encoded(extra, scale::Compact<uint32_t>(nonce));
    extra.insert(extra.end(), {0, 0});  // tip, no hash of metadata
    const Bytes additional =
        scale::encode(std::tuple(uint32_t{1'007'001}, uint32_t{26}, genesis_hash, genesis_hash, uint8_t{0}));
    const auto signature = crypto::sr25519::sign(from, concat(call, extra, additional), {});
    const Bytes head{0x84, 0};
    const Bytes kind{1};
    return concat(head, from.public_key, kind, signature, extra, call);
}

}  // namespace

namespace {

state::StateChanges changes_of(const chain::RawGenesis& genesis) {
    state::StateChanges changes;
    for (size_t i = 0; i < genesis.top.size(); ++i) {
        const auto [key, value] = genesis.top[i];
        changes.top[to_bytes(key)] = to_bytes(value);
    }
    return changes;
}

}  // namespace

state::StateChanges raw_genesis(const char* path) {
    const auto spec = chain::read_chain_spec_file(path);
    SERINUS_ASSERT(spec.has_value());
    return changes_of(std::get<chain::RawGenesis>(spec->genesis));
}

state::StateChanges built_genesis(BytesView code, std::string_view patch) {
    executor::Executor executor;
    chain::RuntimeGenesis genesis;
    genesis.code = to_bytes(code);
    genesis.config.text = patch;
    return changes_of(chain::build_genesis(genesis, executor).value());
}

RuntimeOnState::RuntimeOnState(const state::StateChanges& genesis, std::optional<Bytes> code,
                               executor::ExecutorOptions options)
    : executor_(std::move(options)) {
    state::StateChanges changes = genesis;
    if (code) changes.top[to_bytes(as_bytes(":code"))] = *std::move(code);
    code_size_ = changes.top[to_bytes(as_bytes(":code"))]->size();
    SERINUS_ASSERT(backend_.apply(changes, kVersion).has_value());
    state::Overlay state(backend_);
    runtime_ = executor_.runtime_of(state).value();
}

Bytes RuntimeOnState::call(state::Overlay& overlay, std::string_view method, BytesView arguments) {
    auto result = executor_.call(*runtime_, method, arguments, overlay);
    if (!result)
        std::printf("%.*s: %s\n", static_cast<int>(method.size()), method.data(), result.error().reason.c_str());
    SERINUS_ASSERT(result.has_value());
    return *std::move(result);
}

std::vector<Bytes> signed_transfers(uint32_t count, const primitives::Header& parent) {
    const auto secret = from_hex_fixed<crypto::sr25519::MiniSecret>(
        "0xe5be9a5092b81bca64be81d212e7f2f9eba183bb7a90954f7b76361f6edb5c0a");
    const auto alice = crypto::sr25519::expand(secret.value());
    std::vector<Bytes> out;
    for (uint32_t i = 0; i < count; ++i) out.push_back(transfer(alice, i, primitives::header_hash(parent)));
    return out;
}

state::Overlay begin_block(RuntimeOnState& side, const primitives::Header& parent, std::vector<Bytes>& extrinsics) {
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
    extrinsics =
        scale::decode<std::vector<Bytes>>(side.call(overlay, "BlockBuilder_inherent_extrinsics", scale::encode(data)))
            .value();
    for (const Bytes& extrinsic : extrinsics) {
        const Bytes result = side.call(overlay, "BlockBuilder_apply_extrinsic", scale::encode(extrinsic));
        SERINUS_ASSERT((result == Bytes{0, 0}));
    }
    return overlay;
}

Bytes build_block(RuntimeOnState& side, const std::vector<Bytes>& transfers, const primitives::Header& parent) {
    std::vector<Bytes> extrinsics;
    state::Overlay overlay = begin_block(side, parent, extrinsics);
    for (const Bytes& extrinsic : transfers) {
        const Bytes result = side.call(overlay, "BlockBuilder_apply_extrinsic", scale::encode(extrinsic));
        SERINUS_ASSERT((result == Bytes{0, 0}));
    }
    extrinsics.insert(extrinsics.end(), transfers.begin(), transfers.end());
    const Bytes finished = side.call(overlay, "BlockBuilder_finalize_block", {});
    return concat(finished, scale::encode(extrinsics));
}

}  // namespace serinus::test
