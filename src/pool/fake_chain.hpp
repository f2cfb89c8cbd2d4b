/// A chain for tests of the pool: accounts with nonces, blocks that are lists of transfers, forks.
#pragma once

#include <algorithm>
#include <map>
#include <mutex>
#include <set>

#include "base/assert.hpp"
#include "pool/chain.hpp"

namespace serinus::pool::test {

/// What an extrinsic of this chain says; its bytes are this one's.
struct Transfer {
    uint8_t account = 0;  ///< kInherent: none
    uint8_t priority = 1;
    uint32_t nonce = 0;
    uint32_t last_block = UINT32_MAX;  ///< valid on blocks before this number
    bool signature_is_good = true;
    uint8_t salt = 0;
    uint16_t padding = 0;  ///< bytes more

    static constexpr uint8_t kInherent = 255;
    /// Valid from this node and in blocks alone, and not to be sent to others; without a nonce.
    static constexpr uint8_t kLocal = 254;

    primitives::Extrinsic encode() const {
        primitives::Extrinsic out(12 + padding);
        out[0] = account;
        out[1] = priority;
        store_le(&out[2], nonce);
        store_le(&out[6], last_block);
        out[10] = signature_is_good ? 1 : 0;
        out[11] = salt;
        return out;
    }
    static Transfer decode(const primitives::Extrinsic& bytes) {
        SERINUS_ASSERT(bytes.size() >= 12);
        return {bytes[0],       bytes[1], load_le<uint32_t>(&bytes[2]), load_le<uint32_t>(&bytes[6]),
                bytes[10] == 1, bytes[11]};
    }
};

class FakeChain final : public PoolChain {
  public:
    struct Block {
        chain::BlockId id;
        Hash256 parent;
        primitives::Body body;
        std::map<uint8_t, uint32_t> nonces = {};
        std::set<uint8_t> poor = {};  ///< accounts that cannot pay
    };

    FakeChain() {
        best_ = finalized_ = {hash_of_number(0), 0};
        blocks_[best_.hash] = {best_, {}, {}};
    }

    chain::BlockId best() override {
        const std::lock_guard lock(mutex_);
        return best_;
    }

    Result<ValidTransaction, PoolError> validate(const chain::BlockId& at, TransactionSource source,
                                                 const primitives::Extrinsic& extrinsic) override {
        if (const auto hook = on_validate) hook(Transfer::decode(extrinsic));
        const std::lock_guard lock(mutex_);
        ++validations;
        const auto found = blocks_.find(at.hash);
        if (found == blocks_.end() || fail) return PoolError{.reason = "the state is not there"};
        if (is_slow) return PoolError{.kind = PoolError::Kind::kTookTooLong, .reason = "it takes longer than it may"};
        const Block& block = found->second;
        const Transfer transfer = Transfer::decode(extrinsic);
        const auto invalid = [](uint8_t index) {
            const ValidityError why{.index = index};
            return PoolError{.kind = PoolError::Kind::kInvalid, .validity = why, .reason = to_string(why)};
        };
        if (transfer.account == Transfer::kInherent) {
            const ValidityError why{.unknown = true, .index = unknown::kNoUnsignedValidator};
            return PoolError{.kind = PoolError::Kind::kUnknownValidity, .validity = why, .reason = to_string(why)};
        }
        if (transfer.account == Transfer::kLocal) {
            if (source == TransactionSource::kExternal) return invalid(invalid::kCall);
            return ValidTransaction{.priority = 1, .provides_tags = {Tag{transfer.salt}}, .propagate = false};
        }
        if (!transfer.signature_is_good) return invalid(invalid::kBadProof);
        if (block.id.number >= transfer.last_block) return invalid(invalid::kAncientBirthBlock);
        const uint32_t next = nonce(block, transfer.account);
        if (transfer.nonce < next) return invalid(invalid::kStale);
        if (source != TransactionSource::kInBlock && block.poor.contains(transfer.account)) {
            return invalid(invalid::kPayment);
        }
        ValidTransaction out;
        out.priority = transfer.priority;
        out.longevity = transfer.last_block == UINT32_MAX ? UINT64_MAX : transfer.last_block - block.id.number;
        out.provides_tags = {tag(transfer.account, transfer.nonce)};
        if (transfer.nonce > next) out.requires_tags = {tag(transfer.account, transfer.nonce - 1)};
        return out;
    }

    std::optional<primitives::Body> find_body(const Hash256& block) override {
        const std::lock_guard lock(mutex_);
        const auto found = blocks_.find(block);
        return found == blocks_.end() || bodies_are_gone ? std::nullopt : std::optional(found->second.body);
    }

    /// A block on `parent` with an inherent and those of `transfers` that are valid there, in this order.
    chain::BlockId build(const Hash256& parent, const std::vector<primitives::Extrinsic>& transfers) {
        const std::lock_guard lock(mutex_);
        Block block = blocks_.at(parent);
        block.parent = parent;
        block.id = {hash_of_number(++count_), block.id.number + 1};
        block.body = {Transfer{.account = Transfer::kInherent, .nonce = block.id.number}.encode()};
        for (const auto& extrinsic : transfers) {
            const Transfer transfer = Transfer::decode(extrinsic);
            if (!transfer.signature_is_good || block.poor.contains(transfer.account)) continue;
            if (block.id.number > transfer.last_block || transfer.nonce != nonce(block, transfer.account)) continue;
            block.nonces[transfer.account] = transfer.nonce + 1;
            block.body.push_back(extrinsic);
        }
        blocks_[block.id.hash] = block;
        return block.id;
    }

    /// Makes a block the best one, and says how one gets there.
    chain::TreeRoute set_best(const chain::BlockId& to) {
        const std::lock_guard lock(mutex_);
        chain::TreeRoute route;
        chain::BlockId from = best_, at = to;
        const auto up = [&](chain::BlockId& id) { id = blocks_.at(blocks_.at(id.hash).parent).id; };
        while (from.hash != at.hash) {
            if (from.number >= at.number) {
                route.retracted.push_back(from);
                up(from);
            } else {
                route.enacted.push_back(at);
                up(at);
            }
        }
        route.common = from;
        std::reverse(route.enacted.begin(), route.enacted.end());
        best_ = to;
        return route;
    }

    /// The blocks that become final with this one, ascending.
    std::vector<chain::BlockId> finalize(const Hash256& block) {
        const std::lock_guard lock(mutex_);
        std::vector<chain::BlockId> out;
        for (Hash256 at = block; at != finalized_.hash; at = blocks_.at(at).parent) out.push_back(blocks_.at(at).id);
        std::reverse(out.begin(), out.end());
        finalized_ = blocks_.at(block).id;
        return out;
    }

    const Block& block(const Hash256& hash) const { return blocks_.at(hash); }
    const chain::BlockId& finalized() const { return finalized_; }
    bool is_ancestor(const Hash256& ancestor, const Hash256& block) const {
        for (Hash256 at = block;; at = blocks_.at(at).parent) {
            if (at == ancestor) return true;
            if (blocks_.at(at).id.number == 0) return false;
        }
    }
    void make_poor(const Hash256& block, uint8_t account) { blocks_.at(block).poor.insert(account); }
    static uint32_t nonce(const Block& block, uint8_t account) {
        const auto found = block.nonces.find(account);
        return found == block.nonces.end() ? 0 : found->second;
    }

    uint64_t validations = 0;
    bool fail = false;             ///< nobody can say whether a transaction is valid
    bool is_slow = false;          ///< validations are interrupted
    bool bodies_are_gone = false;  ///< of all blocks
    std::function<void(Transfer)> on_validate = {};

  private:
    static Hash256 hash_of_number(uint64_t number) {
        Hash256 out;
        out.bytes[31] = 0xb1;
        store_le(out.bytes.data(), number);
        return out;
    }
    static Tag tag(uint8_t account, uint32_t nonce) {
        Tag out(5, account);
        store_le(&out[1], nonce);
        return out;
    }

    std::mutex mutex_;
    std::map<Hash256, Block> blocks_;
    chain::BlockId best_, finalized_;
    uint64_t count_ = 0;
};

}  // namespace serinus::pool::test
