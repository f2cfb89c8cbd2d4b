#include "tests/world/mischief.hpp"

#include <map>

#include "consensus/babe/author.hpp"
#include "consensus/grandpa/gossip_messages.hpp"
#include "tests/world/chain.hpp"
#include "tests/world/exchange.hpp"

namespace serinus::world {
namespace {

namespace babe = consensus::babe;
namespace grandpa = consensus::grandpa;
using chain::BlockId;

class Base : public Mischief {
  public:
    explicit Base(MischiefParts parts) : parts_(std::move(parts)), random_(parts_.seed) {}

  protected:
    void act() const {
        if (parts_.on_act) parts_.on_act();
    }
    uint64_t below(uint64_t bound) { return random_() % bound; }
    Hash256 random_hash() {
        Hash256 out;
        for (uint8_t& byte : out.bytes) byte = static_cast<uint8_t>(random_());
        return out;
    }
    Bytes random_bytes(size_t most) {
        Bytes out(below(most + 1));
        for (uint8_t& byte : out) byte = static_cast<uint8_t>(random_());
        return out;
    }
    /// One of the last blocks, of any branch, or one that is not there.
    BlockId some_block() {
        const BlockId best = parts_.client.best();
        if (below(8) == 0) return {random_hash(), best.number + 1};
        const auto number = static_cast<primitives::BlockNumber>(best.number - below(std::min(best.number + 1, 6u)));
        const auto hashes = parts_.client.hashes_at(number);
        if (!hashes || hashes->empty()) return best;
        return {(*hashes)[below(hashes->size())], number};
    }
    std::optional<grandpa::AuthorityId> voter() const {
        const auto keys = parts_.keys.public_keys(crypto::key_types::kGrandpa, crypto::Scheme::kEd25519);
        return keys.empty() ? std::nullopt : grandpa::AuthorityId::from(keys.front());
    }
    std::optional<grandpa::SignedMessage> vote(grandpa::VoteKind kind, const BlockId& target, uint64_t round,
                                               uint64_t set) const {
        const auto id = voter();
        if (!id) return std::nullopt;
        const grandpa::Message message{kind, target};
        const auto bytes = parts_.keys.sign(crypto::key_types::kGrandpa, crypto::Scheme::kEd25519, id->bytes,
                                            grandpa::signed_bytes(message, round, set));
        const auto signature = bytes ? grandpa::Signature::from(*bytes) : std::nullopt;
        if (!signature) return std::nullopt;
        return grandpa::SignedMessage{message, *signature, *id};
    }

    MischiefParts parts_;
    std::mt19937_64 random_;
};

class BadBlocks final : public Base {
  public:
    using Base::Base;

    void on_own_block(Exchange& exchange, const SentBlock& block) override {
        SentBlock bad = block;
        const auto seal = primitives::take_seal(bad.header);
        const auto keys = parts_.keys.public_keys(crypto::key_types::kBabe, crypto::Scheme::kSr25519);
        if (!seal || keys.empty()) return;
        const auto pair = parts_.keys.find(crypto::key_types::kBabe, crypto::Scheme::kSr25519, keys.front());
        if (!pair) return;
        spoil(bad);
        if (below(6) == 0) {
            bad.header.digest.emplace_back(primitives::digest::Seal{primitives::kBabeEngine, random_bytes(80)});
        } else {
            const Hash256 hash = primitives::header_hash(bad.header);
            bad.header.digest.emplace_back(babe::make_seal(hash, *pair->sr25519(), {}));
        }
        if (blocks_.size() > 64) blocks_.clear();
        blocks_[primitives::header_hash(bad.header)] = bad;
        exchange.broadcast(Announce{bad.header});
        act();
    }
    std::optional<SentBlock> find(const Hash256& hash) override {
        const auto found = blocks_.find(hash);
        return found == blocks_.end() ? std::nullopt : std::optional(found->second);
    }

  private:
    void spoil(SentBlock& block) {
        primitives::Header& header = block.header;
        switch (below(7)) {
            case 0:
                header.state_root.bytes[below(32)] ^= 1;
                break;
            case 1:
                header.extrinsics_root.bytes[below(32)] ^= 1;
                break;
            case 2:
                header.number = header.number.value + 1;
                break;
            case 3:
                header.parent_hash = random_hash();
                break;
            case 4:
                header.digest.emplace_back(primitives::digest::Other{random_bytes(40)});
                break;
            case 5:
                block.body.push_back(random_bytes(100));
                break;
            default:
                if (!block.body.empty()) block.body.erase(block.body.begin());
        }
    }

    std::map<Hash256, SentBlock> blocks_;
};

class BadJustifications final : public Base {
  public:
    using Base::Base;

    bool change(SentBlock& block) override {
        const BlockId id{primitives::header_hash(block.header), block.header.number};
        block.justifications = {{primitives::kGrandpaEngine, forged(id)}};
        act();
        return true;
    }
    void on_tick(Exchange& exchange) override {
        if (below(3) != 0) return;
        const BlockId target = some_block();
        exchange.broadcast(JustificationResponse{target.hash, forged(target)});
        act();
    }

  private:
    Bytes forged(const BlockId& target) {
        if (below(4) == 0) return random_bytes(300);
        const uint64_t round = 1 + below(20);
        grandpa::Justification out{
            .round = round, .commit = {.target = target, .precommits = {}}, .votes_ancestries = {}};
        const uint64_t set = below(4);
        for (uint64_t i = 1 + below(6); i > 0; --i) {
            const auto own = vote(grandpa::VoteKind::kPrecommit, below(2) == 0 ? target : some_block(), round, set);
            if (!own) break;
            grandpa::SignedVote one{own->message.target, own->signature, own->id};
            if (below(3) == 0) one.id.bytes[below(32)] ^= 1;
            out.commit.precommits.push_back(one);
        }
        return scale::encode(out);
    }
};

class WithholdsBodies final : public Base {
  public:
    using Base::Base;
    bool change(SentBlock&) override {
        act();
        return false;
    }
};

class WrongBodies final : public Base {
  public:
    using Base::Base;
    bool change(SentBlock& block) override {
        if (below(2) == 0) return true;
        act();
        if (below(2) == 0 && !block.body.empty()) {
            block.body.pop_back();
        } else {
            block.body.push_back(random_bytes(60));
        }
        return true;
    }
};

class Babbles final : public Base {
  public:
    using Base::Base;

    void on_gossip(Exchange& exchange, BytesView message) override {
        const auto decoded = scale::decode<grandpa::GossipMessage>(message);
        const auto* own = decoded ? std::get_if<grandpa::VoteMessage>(&*decoded) : nullptr;
        if (own == nullptr) return;
        act();
        for (uint64_t i = 1 + below(4); i > 0; --i) {
            const uint64_t round = std::max<uint64_t>(own->round + below(4), 3) - 2;
            const auto kind = static_cast<grandpa::VoteKind>(below(3));
            const auto other = vote(kind, some_block(), round, own->set_id);
            if (other) broadcast(exchange, grandpa::VoteMessage{round, own->set_id, *other});
        }
        if (below(3) != 0) return;
        const BlockId target = some_block();
        grandpa::Commit commit{.target = target, .precommits = {}};
        for (uint64_t i = below(5); i > 0; --i) {
            const auto one = vote(grandpa::VoteKind::kPrecommit, target, own->round, own->set_id);
            if (one) commit.precommits.push_back({one->message.target, one->signature, one->id});
        }
        broadcast(exchange, grandpa::CommitMessage{own->round, own->set_id, grandpa::to_compact(commit)});
        broadcast(exchange, grandpa::CatchUpMessage{own->set_id, {own->round, {}, commit.precommits, target}});
        broadcast(exchange,
                  grandpa::VersionedNeighbor(grandpa::Neighbor{own->round + below(5), own->set_id, 1'000'000}));
    }
    void on_tick(Exchange& exchange) override {
        exchange.broadcast(Gossip{exchange.life(), random_bytes(200)});
        exchange.broadcast(Status{random_hash(), 1000, random_hash(), 900});
    }

  private:
    void broadcast(Exchange& exchange, const grandpa::GossipMessage& message) {
        exchange.broadcast(Gossip{exchange.life(), scale::encode(message)});
    }
};

class Floods final : public Base {
  public:
    using Base::Base;
    void on_tick(Exchange& exchange) override {
        const Hash256 genesis = parts_.client.genesis().hash;
        Transactions message;
        for (int i = 0; i < 4; ++i) {
            const auto& signer = sr25519_pair(account_secret(below(kAccounts)));
            const auto nonce = static_cast<uint32_t>(1000 + below(100'000));
            message.extrinsics.push_back(signed_extrinsic(signer, transfer_call({}, 1), nonce, genesis));
            message.extrinsics.push_back(random_bytes(100));
        }
        exchange.broadcast(message);
        act();
    }
};

}  // namespace

std::unique_ptr<Mischief> make_mischief(FaultKind kind, MischiefParts parts) {
    switch (kind) {
        case FaultKind::kBadBlocks:
            return std::make_unique<BadBlocks>(std::move(parts));
        case FaultKind::kBadJustifications:
            return std::make_unique<BadJustifications>(std::move(parts));
        case FaultKind::kWithholdsBodies:
            return std::make_unique<WithholdsBodies>(std::move(parts));
        case FaultKind::kWrongBodies:
            return std::make_unique<WrongBodies>(std::move(parts));
        case FaultKind::kBabbles:
            return std::make_unique<Babbles>(std::move(parts));
        case FaultKind::kFloods:
            return std::make_unique<Floods>(std::move(parts));
        default:
            return nullptr;
    }
}

}  // namespace serinus::world
