/// A chain for tests whose runtime is a few lines: a block's extrinsics are storage entries, its weight stands in its
/// header.
#pragma once

#include <gtest/gtest.h>

#include "chain/client/client.hpp"
#include "chain/import/refusal_reason.hpp"
#include "codec/scale.hpp"
#include "tests/support/wat.hpp"

namespace serinus::test {

using chain::BlockId;
using chain::ChainError;

/// An extrinsic: key, value, the size of the key (u8), that of the value (u16).
inline primitives::Extrinsic put_extrinsic(BytesView key, BytesView value) {
    Bytes out = concat(key, value);
    out.push_back(static_cast<uint8_t>(key.size()));
    out.push_back(static_cast<uint8_t>(value.size()));
    out.push_back(static_cast<uint8_t>(value.size() >> 8));
    return out;
}
inline primitives::Extrinsic put_extrinsic(std::string_view key, std::string_view value) {
    return put_extrinsic(as_bytes(key), as_bytes(value));
}

/// Of a gadget whose justifications finalize nothing.
inline constexpr primitives::EngineId kProofEngine{{'p', 'r', 'o', 'f'}};

/// What a runtime has beside what all have.
struct RuntimeExtension {
    std::vector<executor::RuntimeApi> apis = {};
    /// In the text format. `$stored` gives what stands under the key at (i32, i32), without its length before it.
    std::string functions = {};
};

/// Executes the one extrinsic that a block has, which ends the block's encoding; "get" gives the value of a key.
/// A key of 255 bytes panics. What it says of inherents stands at the end of their data, before its size (u8); a size
/// of 255 bytes panics.
inline Bytes put_runtime(uint32_t spec_version, const RuntimeExtension& extension = {}) {
    executor::RuntimeVersion version;
    version.spec_name = "test";
    version.spec_version = spec_version;
    version.system_version = 1;
    // "Core" of version 4 has all fields.
    version.apis = {{.id = {0xdf, 0x6a, 0xcb, 0x68, 0x99, 0x07, 0x60, 0x9b}, .version = 4}};
    version.apis.insert(version.apis.end(), extension.apis.begin(), extension.apis.end());
    const Bytes encoded = scale::encode(version);
    std::string data;
    for (const uint8_t byte : encoded) {
        char text[4];
        std::snprintf(text, sizeof text, "\\%02x", byte);
        data += text;
    }
    return wat(R"((module
        (import "env" "memory" (memory 2))
        (import "env" "ext_storage_set_version_1" (func $set (param i64 i64)))
        (import "env" "ext_storage_get_version_1" (func $get (param i64) (result i64)))
        (import "env" "ext_offchain_index_set_version_1" (func $index (param i64 i64)))
        (global (export "__heap_base") i32 (i32.const 65536))
        (data (i32.const 16) ")" +
               data + R"(")
        (func $pack (param $at i32) (param $size i32) (result i64)
            (i64.or (i64.extend_i32_u (local.get $at)) (i64.shl (i64.extend_i32_u (local.get $size)) (i64.const 32))))
        (func (export "Core_version") (param i32 i32) (result i64) (call $pack (i32.const 16) (i32.const )" +
               std::to_string(encoded.size()) + R"()))
        (func (export "BlockBuilder_check_inherents") (param i32 i32) (result i64)
            (local $last i32)
            (local.set $last (i32.sub (i32.add (local.get 0) (local.get 1)) (i32.const 1)))
            (if (i32.eq (i32.load8_u (local.get $last)) (i32.const 255)) (then (unreachable)))
            (call $pack (i32.sub (local.get $last) (i32.load8_u (local.get $last))) (i32.load8_u (local.get $last))))
        (func $stored (param $key i32) (param $size i32) (result i64)
            (local $at i32) (local $found i64) (local $head i32)
            (local.set $found (call $get (call $pack (local.get $key) (local.get $size))))
            (local.set $at (i32.wrap_i64 (local.get $found)))
            (if (i32.eqz (i32.load8_u (local.get $at))) (then (return (call $pack (local.get $at) (i32.const 1)))))
            (local.set $head (i32.add (i32.const 1)
                (i32.shl (i32.const 1) (i32.and (i32.load8_u offset=1 (local.get $at)) (i32.const 3)))))
            (call $pack (i32.add (local.get $at) (local.get $head))
                (i32.sub (i32.wrap_i64 (i64.shr_u (local.get $found) (i64.const 32))) (local.get $head))))
)" + extension.functions +
               R"(
        (func (export "get") (param i32 i32) (result i64) (call $get (call $pack (local.get 0) (local.get 1))))
        (func (export "Core_execute_block") (param i32 i32) (result i64)
            (local $end i32) (local $key_size i32) (local $value_size i32) (local $key i64) (local $value i64)
            (local.set $end (i32.sub (i32.add (local.get 0) (local.get 1)) (i32.const 3)))
            (local.set $key_size (i32.load8_u (local.get $end)))
            (local.set $value_size (i32.load16_u offset=1 (local.get $end)))
            (if (i32.eq (local.get $key_size) (i32.const 255)) (then (unreachable)))
            (local.set $value (call $pack (i32.sub (local.get $end) (local.get $value_size)) (local.get $value_size)))
            (local.set $key (call $pack
                (i32.sub (i32.sub (local.get $end) (local.get $value_size)) (local.get $key_size))
                (local.get $key_size)))
            (call $set (local.get $key) (local.get $value))
            (call $index (local.get $key) (local.get $value))
            (i64.const 0))))");
}

/// The weight of a header: that of its parent and what its digest says. A header that says 255 is bad. The second item,
/// if there is one, is the data for its inherents.
class WeighingVerifier final : public chain::HeaderVerifier {
  public:
    Result<chain::HeaderVerdict, ChainError> check(const chain::HeaderToCheck& what, chain::Ancestry&) override {
        const auto parent = scale::decode<uint64_t>(what.parent_record);
        const auto* item =
            what.header.digest.empty() ? nullptr : std::get_if<primitives::digest::Other>(&what.header.digest.front());
        const uint64_t own = item == nullptr || item->data.empty() ? 0 : item->data[0];
        if (own == 255)
            return chain::HeaderVerdict{.refusal = chain::Refusal{chain::RefusalReason::kBadSeal, "it is too heavy"}};
        const uint64_t weight = (parent ? *parent : 0) + own;
        chain::HeaderVerdict verdict{.record = scale::encode(weight), .weight = weight};
        if (what.header.digest.size() > 1) {
            const auto* data = std::get_if<primitives::digest::Other>(&what.header.digest[1]);
            if (data != nullptr) verdict.inherents = data->data;
        }
        return verdict;
    }
};

/// The heaviest branch, then the longest.
class Heaviest final : public chain::ForkChoice {
  public:
    bool is_better(const chain::ChainHead& a, const chain::ChainHead& b) const override {
        return std::pair(a.weight, a.block.number) > std::pair(b.weight, b.block.number);
    }
};

class WeighingEngine final : public chain::EngineFactory {
  public:
    Result<Engine, ChainError> of_genesis(chain::RuntimeSource&, state::Backend&) override { return of_record({}); }
    Result<Engine, ChainError> of_record(BytesView) override {
        return Engine{{{'t', 'e', 's', 't'}}, {1, 2}, scale::encode(uint64_t{0})};
    }
    Result<std::unique_ptr<chain::HeaderVerifier>, ChainError> make_verifier(const Engine&,
                                                                             std::function<uint64_t()>) override {
        return std::unique_ptr<chain::HeaderVerifier>(new WeighingVerifier);
    }
    std::unique_ptr<chain::ForkChoice> make_fork_choice() override { return std::make_unique<Heaviest>(); }
};

inline chain::ChainSpec put_chain_spec(const RuntimeExtension& extension = {}) {
    chain::ChainSpec spec;
    spec.name = spec.id = "test";
    chain::RawGenesis genesis;
    genesis.top.add(as_bytes(":code"), put_runtime(1, extension));
    genesis.top.add(as_bytes("a"), as_bytes("0"));
    genesis.top.sort();
    spec.genesis = std::move(genesis);
    return spec;
}

/// What is to be different about a block.
struct BlockParameters {
    primitives::Extrinsic extrinsic = put_extrinsic("a", "1");
    uint8_t weight = 1;
};

/// A client of such a chain, and its blocks. A failure ends the test.
class TestChain {
  public:
    explicit TestChain(chain::ClientOptions options = {}, RuntimeExtension extension = {})
        : options_(std::move(options)), extension_(std::move(extension)) {
        open();
    }

    chain::Client& operator*() { return *client; }
    chain::Client* operator->() { return client.get(); }

    void reopen() {
        client.reset();
        open();
    }

    /// A good child, which is not imported.
    chain::BuiltBlock build(const Hash256& parent, const BlockParameters& parameters = {}) {
        const auto header = get(client->find_header(parent));
        chain::BuiltBlock out;
        out.block.body = {parameters.extrinsic};
        const auto& bytes = parameters.extrinsic;
        const size_t key_size = bytes[bytes.size() - 3];
        Bytes key(bytes.begin(), bytes.begin() + static_cast<ptrdiff_t>(key_size));
        Bytes value(bytes.begin() + static_cast<ptrdiff_t>(key_size), bytes.end() - 3);
        out.effects.offchain[key] = value;
        out.effects.changes.top[std::move(key)] = std::move(value);
        const auto state = get(client->state_of(parent));
        const auto root = state->root_with(out.effects.changes, out.effects.version);
        EXPECT_TRUE(root.has_value());
        out.block.header = {.parent_hash = parent,
                            .number = {header->number.value + 1},
                            .state_root = *root,
                            .extrinsics_root = chain::extrinsics_root(out.block.body, 1),
                            .digest = {primitives::digest::Other{{parameters.weight}}}};
        return out;
    }

    chain::ImportOutcome import(const primitives::Block& block,
                                chain::BlockOrigin origin = chain::BlockOrigin::kNetworkBroadcast) {
        return get(client->import({block, std::nullopt}, origin));
    }

    /// A good child that is imported.
    Hash256 add(const Hash256& parent, const BlockParameters& parameters = {}) {
        const auto outcome = import(build(parent, parameters).block);
        EXPECT_EQ(outcome.kind, chain::ImportOutcome::Kind::kImported) << outcome.to_string();
        return outcome.block.hash;
    }
    /// Several, one on top of the other; without `parent`.
    std::vector<Hash256> add_many(Hash256 parent, size_t count, const BlockParameters& parameters = {}) {
        std::vector<Hash256> out;
        for (size_t i = 0; i < count; ++i) out.push_back(parent = add(parent, parameters));
        return out;
    }

    std::string value_of(const Hash256& block, std::string_view key) {
        const auto answer = client->call(block, "get", as_bytes(key));
        if (!answer) return answer.error().reason;
        const auto value = scale::decode<std::optional<Bytes>>(*answer);
        return value && *value ? std::string(as_text(**value)) : "nothing";
    }

    template <class T>
    static T get(Result<T, ChainError> result) {
        if (!result) ADD_FAILURE() << result.error().reason;
        SERINUS_ASSERT(result.has_value());
        return *std::move(result);
    }

    std::unique_ptr<chain::Client> client;

  private:
    void open() {
        WeighingEngine engines;
        client = get(chain::Client::open(put_chain_spec(extension_), options_, engines));
    }

    chain::ClientOptions options_;
    RuntimeExtension extension_;
};

/// Records the events of a client.
class RecordedEvents final : public chain::ClientListener {
  public:
    explicit RecordedEvents(chain::Client& client) : client_(&client) { client.add_listener(this); }
    ~RecordedEvents() override { client_->remove_listener(this); }

    void on_imported(const chain::ImportedBlock& block) override {
        imported.push_back(block);
        order.push_back("imported " + std::to_string(block.id.number));
        if (block.is_new_best) EXPECT_EQ(client_->best(), block.id);
        EXPECT_NE(*client_->find_header(block.id.hash), nullptr);
    }
    void on_finalized(const chain::FinalizedBlocks& blocks) override {
        finalized.push_back(blocks);
        order.push_back("finalized " + std::to_string(blocks.blocks.back().number));
        EXPECT_EQ(client_->finalized(), blocks.blocks.back());
        if (blocks.new_best) EXPECT_EQ(client_->best(), *blocks.new_best);
    }

    std::vector<chain::ImportedBlock> imported;
    std::vector<chain::FinalizedBlocks> finalized;
    std::vector<std::string> order;

  private:
    chain::Client* client_;
};

}  // namespace serinus::test
