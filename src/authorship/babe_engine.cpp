#include "authorship/babe_engine.hpp"

#include "base/hex.hpp"
#include "consensus/babe/author.hpp"

namespace serinus::authorship {

namespace babe = consensus::babe;
using chain::BlockId;
using chain::ChainError;
using chain::Client;
using crypto::NodeKeys;

namespace {

class BabeEngine final : public SlotEngine {
  public:
    BabeEngine(Client& client, NodeKeys& keys, platform::Scheduler& scheduler, babe::Configuration genesis)
        : client_(&client), keys_(&keys), scheduler_(&scheduler), epochs_(std::move(genesis)) {}

    const char* log_target() const noexcept override { return "babe"; }
    uint64_t slot_duration_ms() const noexcept override { return epochs_.genesis().slot_duration_ms; }

    std::optional<Slot> slot_of(const primitives::Header& header) const override {
        const auto digests = babe::find_digests(header);
        return digests && digests->claim ? std::optional(babe::slot_of(*digests->claim)) : std::nullopt;
    }

    Result<std::optional<SlotClaim>, ChainError> claim(const BlockId& parent, Slot slot) override {
        TRY_ASSIGN(const babe::Epoch epoch, babe_epoch_of(*client_, epochs_, parent, slot));
        const auto ours = own_authorities(epoch);
        const auto won = babe::claim_slot(epoch, slot, ours, scheduler_->random_array<32>());
        if (!won) return std::optional<SlotClaim>();
        SlotClaim out;
        out.slot = slot;
        out.digest.push_back(babe::pre_runtime(won->claim));
        out.kind = std::holds_alternative<babe::Primary>(won->claim) ? "primary" : "secondary";
        out.seal = [key = won->author->key, scheduler = scheduler_](const Hash256& hash) {
            return babe::make_seal(hash, key, scheduler->random_array<32>());
        };
        return std::optional(std::move(out));
    }

    std::optional<InherentIdentifier> slot_inherent() const override { return kBabeInherent; }

    bool has_keys() const override {
        return !keys_->public_keys(crypto::key_types::kBabe, crypto::Scheme::kSr25519).empty();
    }

  private:
    /// In the order of the epoch's authorities, as the reference goes through them.
    std::vector<babe::OwnAuthority> own_authorities(const babe::Epoch& epoch) {
        std::vector<babe::OwnAuthority> out;
        const auto ours = keys_->public_keys(crypto::key_types::kBabe, crypto::Scheme::kSr25519);
        if (ours.empty()) return out;
        for (uint32_t i = 0; i < epoch.authorities.size(); ++i) {
            const Bytes key = to_bytes(epoch.authorities[i].key.bytes);
            if (!std::binary_search(ours.begin(), ours.end(), key)) continue;
            if (const auto* pair = find(key)) out.push_back({i, *pair});
        }
        return out;
    }

    /// Reading a key from the disk takes longer than using it.
    const crypto::sr25519::KeyPair* find(const Bytes& key) {
        auto at = pairs_.find(key);
        if (at == pairs_.end()) {
            const auto pair = keys_->find(crypto::key_types::kBabe, crypto::Scheme::kSr25519, key);
            if (!pair || pair->sr25519() == nullptr) return nullptr;
            if (pairs_.size() > 64) pairs_.clear();
            at = pairs_.emplace(key, *pair->sr25519()).first;
        }
        return &at->second;
    }

    Client* client_;
    NodeKeys* keys_;
    platform::Scheduler* scheduler_;
    babe::AnnouncedEpochs epochs_;
    std::map<Bytes, crypto::sr25519::KeyPair> pairs_;
};

}  // namespace

Result<babe::Epoch, ChainError> babe_epoch_of(Client& client, babe::AnnouncedEpochs& epochs, const BlockId& parent,
                                              Slot slot) {
    std::optional<babe::EpochRecord> record;
    if (parent.number != 0) {
        TRY_ASSIGN(const auto bytes, client.find_record(parent.hash));
        auto decoded = scale::decode<babe::EpochRecord>(bytes.value_or(Bytes()));
        if (!decoded) {
            return Err(ChainError{ChainError::Kind::kStore,
                                  "there is no BABE epoch with block " + to_hex_prefixed(parent.hash.bytes)});
        }
        record = *std::move(decoded);
    }
    const auto epoch = babe::epoch_of(record, slot, epochs.genesis());
    return epochs.epoch(epoch.frame, babe::AnnouncedEpochs::lookup_in(client));
}

std::unique_ptr<SlotEngine> make_babe_engine(Client& client, NodeKeys& keys, platform::Scheduler& scheduler,
                                             babe::Configuration genesis) {
    return std::make_unique<BabeEngine>(client, keys, scheduler, std::move(genesis));
}

}  // namespace serinus::authorship
