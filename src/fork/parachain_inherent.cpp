#include "fork/parachain_inherent.hpp"

#include <set>

#include "authorship/inherents.hpp"
#include "hashing/hashing.hpp"
#include "metadata/metadata.hpp"
#include "trie/proof.hpp"
#include "trie/trie.hpp"

namespace serinus::fork {
namespace {

using chain::ChainError;
using metadata::item_prefix;
using state::Area;

/// Observed: cumulus-primitives-parachain-inherent
constexpr chain::InherentIdentifier kValidationDataInherent = chain::inherent_identifier("sysi1337");
constexpr uint64_t kRelaySlotMs = 6'000;
constexpr uint32_t kFirstRelayNumber = 1'000;  ///< ours
constexpr uint32_t kMaxPovBytes = 5 << 20;

/// Observed: polkadot-primitives, PersistedValidationData
struct ValidationData {
    Bytes parent_head;
    uint32_t relay_parent_number = 0;
    Hash256 relay_parent_storage_root;
    uint32_t max_pov_bytes = 0;
};

struct InboundDownwardMessage {
    uint32_t sent_at = 0;
    Bytes message;
};

struct InboundHrmpMessages {
    uint32_t sender = 0;
    std::vector<InboundDownwardMessage> messages;
};

/// Observed: cumulus-primitives-parachain-inherent, ParachainInherentData
struct ParachainInherentData {
    ValidationData validation_data;
    std::vector<Bytes> relay_chain_state;
    std::vector<InboundDownwardMessage> downward_messages;
    std::vector<InboundHrmpMessages> horizontal_messages;
};

/// The beginning of the relay chain's configuration. Observed: polkadot-primitives, AbridgedHostConfiguration; Kusama's
/// values
struct AbridgedHostConfiguration {
    uint32_t max_code_bytes = 3 << 20;
    uint32_t max_head_data_bytes = 20'480;
    uint32_t max_upward_queue_count = 174'762;
    uint32_t max_upward_queue_bytes = 1 << 20;
    uint32_t max_upward_message_bytes = 65'531;
    uint32_t max_upward_messages = 16;
    uint32_t max_hrmp_messages = 10;
    uint32_t upgrade_cooldown = 14'400;
    uint32_t upgrade_delay = 600;
    uint32_t max_candidate_depth = 3;
    uint32_t allowed_ancestry = 2;
};

template <class Key>
Bytes map_key(std::string_view pallet, std::string_view item, const Key& key) {
    return concat(item_prefix(pallet, item), hashing::twox_64_concat(scale::encode(key)));
}

Bytes plain_key(std::string_view pallet, std::string_view item) { return to_bytes(item_prefix(pallet, item)); }

/// Entries of the relay chain's state. Observed: polkadot-primitives, well_known_keys
class RelayState {
  public:
    explicit RelayState(uint32_t para) : para_(para) {}

    /// Takes what a proof has of the entries that parachains read.
    void read(const Hash256& root, const trie::StorageProof& proof) {
        for (const char* item :
             {"CurrentSlot", "Authorities", "EpochIndex", "Randomness", "NextRandomness", "AuthorVrfRandomness"}) {
            take(root, proof, plain_key("Babe", item));
        }
        take(root, proof, plain_key("Timestamp", "Now"));
        take(root, proof, config_key());
        take(root, proof, map_key("Dmp", "DownwardMessageQueueHeads", para_));
        take(root, proof, concat(as_bytes(":relay_dispatch_queue_remaining_capacity"), scale::encode(para_)));
        take(root, proof, map_key("Ump", "RelayDispatchQueueSize", para_));
        take(root, proof, map_key("Paras", "UpgradeRestrictionSignal", para_));
        read_channels(root, proof, "HrmpIngressChannelsIndex", true);
        read_channels(root, proof, "HrmpEgressChannelsIndex", false);
    }

    void set_slot(uint64_t slot) { entries_[plain_key("Babe", "CurrentSlot")] = scale::encode(slot); }
    void set_head(BytesView head) { entries_[map_key("Paras", "Heads", para_)] = scale::encode(to_bytes(head)); }
    /// Observed: polkadot-primitives, UpgradeGoAhead: 1 is GoAhead
    void go_ahead() { entries_[map_key("Paras", "UpgradeGoAheadSignal", para_)] = Bytes{1}; }
    void complete() { entries_.try_emplace(config_key(), scale::encode(AbridgedHostConfiguration())); }

    /// The root, and all nodes.
    std::pair<Hash256, std::vector<Bytes>> nodes() const {
        class Nodes final : public trie::ChangeSink {
          public:
            void write_node(const trie::NibblePath&, const Hash256&, BytesView encoding) override {
                items.insert(to_bytes(encoding));
            }
            void remove_node(const trie::NibblePath&) override {}
            void write_value(const trie::NibblePath&, const Hash256&, BytesView value) override {
                items.insert(to_bytes(value));
            }
            void remove_value(const trie::NibblePath&) override {}
            std::set<Bytes> items;
        };
        std::vector<trie::Trie::Entry> entries;
        for (const auto& [key, value] : entries_) entries.emplace_back(key, value);
        auto trie = trie::Trie::of(entries, trie::StateVersion::kV0);
        SERINUS_ASSERT(trie.has_value());  // small entries in memory
        Nodes nodes;
        const Hash256 root = trie->commit(nodes);
        return {root, {nodes.items.begin(), nodes.items.end()}};
    }

  private:
    static Bytes config_key() { return plain_key("Configuration", "ActiveConfig"); }

    const Bytes* take(const Hash256& root, const trie::StorageProof& proof, const Bytes& key) {
        auto values = trie::read_proof_check(root, proof, std::vector<Bytes>{key});
        if (!values || !values->front()) return nullptr;
        return &(entries_[key] = *std::move(values->front()));
    }

    void read_channels(const Hash256& root, const trie::StorageProof& proof, const char* index, bool is_ingress) {
        const Bytes* found = take(root, proof, map_key("Hrmp", index, para_));
        if (found == nullptr) return;
        const auto others = scale::decode<std::vector<uint32_t>>(*found);
        if (!others) return;
        for (const uint32_t other : *others) {
            const auto channel = is_ingress ? std::pair(other, para_) : std::pair(para_, other);
            (void)take(root, proof, map_key("Hrmp", "HrmpChannels", channel));
        }
    }

    uint32_t para_;
    std::map<Bytes, Bytes> entries_;
};

class ValidationDataInherent final : public chain::InherentProvider {
  public:
    ValidationDataInherent(chain::Client& client, uint64_t slot_duration_ms)
        : client_(&client), relay_slots_(std::max<uint64_t>(1, slot_duration_ms / kRelaySlotMs)) {}

    Result<void, ChainError> provide(const chain::InherentContext& context, chain::InherentData& data) override {
        TRY_ASSIGN(const auto state, client_->state_of(context.parent.hash));
        const auto para = value_of<uint32_t>(*state, "ParachainInfo", "ParachainId");
        if (!para) return {};
        RelayState relay(*para);
        ParachainInherentData out;
        out.validation_data.parent_head = scale::encode(context.parent_header);
        out.validation_data.relay_parent_number = kFirstRelayNumber;
        out.validation_data.max_pov_bytes = kMaxPovBytes;
        if (const auto last = value_of<ValidationData>(*state, "ParachainSystem", "ValidationData")) {
            const auto proof = value_of<std::vector<Bytes>>(*state, "ParachainSystem", "RelayStateProof");
            if (proof) relay.read(last->relay_parent_storage_root, trie::StorageProof(*proof));
            out.validation_data.max_pov_bytes = last->max_pov_bytes;
        }
        if (const auto last = value_of<uint32_t>(*state, "ParachainSystem", "LastRelayChainBlockNumber")) {
            out.validation_data.relay_parent_number = *last;
        }
        out.validation_data.relay_parent_number += static_cast<uint32_t>(relay_slots_);
        relay.set_slot(context.timestamp_ms / kRelaySlotMs);
        relay.set_head(out.validation_data.parent_head);
        relay.complete();
        const auto pending = value_of<Bytes>(*state, "ParachainSystem", "PendingValidationCode");
        if (pending && !pending->empty()) relay.go_ahead();
        std::tie(out.validation_data.relay_parent_storage_root, out.relay_chain_state) = relay.nodes();
        data[kValidationDataInherent] = scale::encode(out);
        return {};
    }

  private:
    /// nullopt: absent, or of another form.
    template <class T>
    static std::optional<T> value_of(state::Backend& state, std::string_view pallet, std::string_view item) {
        const auto bytes = state.get(Area::top(), item_prefix(pallet, item));
        if (!bytes || !*bytes) return std::nullopt;
        auto value = scale::decode<T>(**bytes);
        return value ? std::optional(*std::move(value)) : std::nullopt;
    }

    chain::Client* client_;
    uint64_t relay_slots_;  ///< of the relay chain, in one of the parachain
};

}  // namespace

std::shared_ptr<chain::InherentProvider> provide_validation_data(chain::Client& client) {
    // The configuration of either engine begins with the length of a slot.
    const BytesView configuration = client.engine_configuration();
    const auto slot_ms = configuration.size() < 8 ? kRelaySlotMs : load_le<uint64_t>(configuration.data());
    return std::make_shared<ValidationDataInherent>(client, slot_ms);
}

chain::InherentProviders make_inherents(chain::Client& client) {
    chain::InherentProviders out = {authorship::provide_common_inherents()};
    if (client.engine() == primitives::kBabeEngine) out.push_back(authorship::provide_slot(chain::kBabeInherent));
    if (client.engine() == primitives::kAuraEngine) out.push_back(authorship::provide_slot(chain::kAuraInherent));
    out.push_back(authorship::provide_no_parachains());
    out.push_back(provide_validation_data(client));
    return out;
}

}  // namespace serinus::fork
