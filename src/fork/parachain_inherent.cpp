#include "fork/parachain_inherent.hpp"

#include <set>

#include "authorship/inherents.hpp"
#include "fork/messages/message_exchange.hpp"
#include "fork/relay_descendants.hpp"
#include "hashing/hashing.hpp"
#include "metadata/metadata.hpp"
#include "runtime_api/block_calls.hpp"
#include "runtime_api/cumulus.hpp"
#include "trie/proof.hpp"
#include "trie/trie.hpp"

namespace serinus::fork {
namespace {

using chain::ChainError;
using metadata::item_prefix;
using state::Area;

/// Observed: cumulus-primitives-parachain-inherent 0.27.0
constexpr chain::InherentIdentifier kValidationDataInherent = chain::inherent_identifier("sysi1337");
/// The same, and behind it what runtimes of today want besides.
constexpr chain::InherentIdentifier kWithDescendantsInherent = chain::inherent_identifier("sysi1338");
constexpr uint64_t kRelaySlotMs = 6'000;
constexpr uint32_t kFirstRelayNumber = 1'000;  ///< ours
constexpr uint32_t kMaxPovBytes = 5 << 20;

/// Observed: polkadot-primitives 26.0.0, PersistedValidationData
struct ValidationData {
    Bytes parent_head;
    uint32_t relay_parent_number = 0;
    Hash256 relay_parent_storage_root;
    uint32_t max_pov_bytes = 0;
};

/// Observed: polkadot-core-primitives 25.0.0, InboundHrmpMessage
struct InboundHrmpMessage {
    uint32_t sent_at = 0;
    Bytes data;
};

/// Observed: cumulus-primitives-parachain-inherent 0.27.0, ParachainInherentData
struct ParachainInherentData {
    ValidationData validation_data;
    std::vector<Bytes> relay_chain_state;
    std::vector<DownwardMessage> downward_messages;
    std::map<uint32_t, std::vector<InboundHrmpMessage>> horizontal_messages;  ///< by sender
};

/// What stands behind it for runtimes of today. Observed: cumulus-primitives-parachain-inherent 0.27.0
struct ToProveRelayParent {
    std::vector<primitives::Header> descendants;  ///< with the relay parent, which comes first
    std::optional<Bytes> collator_peer_id;
};

/// The beginning of a channel between two parachains; behind it the relay chain keeps deposits. A new one has limits
/// like Kusama's. Observed: polkadot-primitives 26.0.0, AbridgedHrmpChannel
struct Channel {
    uint32_t max_messages = 1'000;
    uint32_t max_bytes = 102'400;
    uint32_t max_message_bytes = 102'400;
    uint32_t messages = 0;
    uint32_t bytes = 0;
    std::optional<Hash256> queue_head;
};

/// What a runtime of 2025 and later has handled last. Observed: cumulus-pallet-parachain-system 0.32.0,
/// InboundMessageId
struct HandledMessage {
    uint32_t sent_at = 0;
    uint32_t reverse_index = 0;
};

/// The beginning of the relay chain's configuration. Observed: polkadot-primitives 26.0.0, AbridgedHostConfiguration;
/// Kusama's values
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
Bytes relay_key(std::string_view pallet, std::string_view item, const Key& key) {
    return concat(item_prefix(pallet, item), hashing::twox_64_concat(scale::encode(key)));
}

Bytes plain_key(std::string_view pallet, std::string_view item) { return to_bytes(item_prefix(pallet, item)); }

/// Entries of the relay chain's state. Observed: polkadot-primitives 26.0.0, well_known_keys
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
        take(root, proof, relay_key("Dmp", "DownwardMessageQueueHeads", para_));
        take(root, proof, concat(as_bytes(":relay_dispatch_queue_remaining_capacity"), scale::encode(para_)));
        take(root, proof, relay_key("Ump", "RelayDispatchQueueSize", para_));
        take(root, proof, relay_key("Paras", "UpgradeRestrictionSignal", para_));
        read_channels(root, proof, "HrmpIngressChannelsIndex", true);
        read_channels(root, proof, "HrmpEgressChannelsIndex", false);
    }

    /// The author of the blocks on the relay parent.
    void set_authorities() { entries_[plain_key("Babe", "Authorities")] = scale::encode(relay_authorities()); }
    void set_slot(uint64_t slot) { entries_[plain_key("Babe", "CurrentSlot")] = scale::encode(slot); }
    void set_head(BytesView head) { entries_[relay_key("Paras", "Heads", para_)] = scale::encode(to_bytes(head)); }
    /// Observed: polkadot-primitives 26.0.0, UpgradeGoAhead: 1 is GoAhead
    void go_ahead() { entries_[relay_key("Paras", "UpgradeGoAheadSignal", para_)] = Bytes{1}; }
    void set_downward_head(const Hash256& head) {
        entries_[relay_key("Dmp", "DownwardMessageQueueHeads", para_)] = scale::encode(head);
    }
    /// Opens channels from and to another parachain, if there are none.
    void open_channels(uint32_t other) {
        open_channel("HrmpIngressChannelsIndex", other, {other, para_});
        open_channel("HrmpEgressChannelsIndex", other, {para_, other});
    }
    std::vector<uint32_t> senders() const { return index("HrmpIngressChannelsIndex"); }
    /// What is in the channel from there has been received up to this head.
    void set_channel_head(uint32_t sender, const Hash256& head) {
        const auto entry = entries_.find(relay_key("Hrmp", "HrmpChannels", std::pair(sender, para_)));
        if (entry == entries_.end()) return;
        scale::Decoder encoded(entry->second);
        auto channel = scale::decode_from<Channel>(encoded);
        if (!channel) return;
        const BytesView rest = BytesView(entry->second).last(encoded.remaining());
        channel->queue_head = head;
        channel->messages = channel->bytes = 0;
        entry->second = concat(scale::encode(*channel), rest);
    }
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
        const Bytes* found = take(root, proof, relay_key("Hrmp", index, para_));
        if (found == nullptr) return;
        const auto others = scale::decode<std::vector<uint32_t>>(*found);
        if (!others) return;
        for (const uint32_t other : *others) {
            const auto channel = is_ingress ? std::pair(other, para_) : std::pair(para_, other);
            (void)take(root, proof, relay_key("Hrmp", "HrmpChannels", channel));
        }
    }

    std::vector<uint32_t> index(const char* which) const {
        const auto found = entries_.find(relay_key("Hrmp", which, para_));
        if (found == entries_.end()) return {};
        auto out = scale::decode<std::vector<uint32_t>>(found->second);
        return out ? *std::move(out) : std::vector<uint32_t>();
    }

    void open_channel(const char* which, uint32_t other, const std::pair<uint32_t, uint32_t>& channel) {
        auto others = index(which);
        const auto place = std::ranges::lower_bound(others, other);
        if (place != others.end() && *place == other) return;
        others.insert(place, other);
        entries_[relay_key("Hrmp", which, para_)] = scale::encode(others);
        entries_[relay_key("Hrmp", "HrmpChannels", channel)] = scale::encode(Channel());
    }

    uint32_t para_;
    std::map<Bytes, Bytes> entries_;
};

class ValidationDataInherent final : public chain::InherentProvider {
  public:
    ValidationDataInherent(chain::Client& client, uint64_t slot_duration_ms, std::shared_ptr<MessagePort> port)
        : client_(&client),
          relay_slots_(std::max<uint64_t>(1, slot_duration_ms / kRelaySlotMs)),
          port_(std::move(port)) {}

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
        const uint64_t relay_slot = context.timestamp_ms / kRelaySlotMs;
        relay.set_slot(relay_slot);
        relay.set_head(out.validation_data.parent_head);
        relay.complete();
        add_messages(context, *state, relay, out);
        const auto pending = value_of<Bytes>(*state, "ParachainSystem", "PendingValidationCode");
        if (pending && !pending->empty()) relay.go_ahead();
        TRY_ASSIGN(const uint32_t offset, relay_parent_offset(context.parent.hash));
        if (offset > 0) relay.set_authorities();
        std::tie(out.validation_data.relay_parent_storage_root, out.relay_chain_state) = relay.nodes();
        data[kValidationDataInherent] = scale::encode(out);
        if (offset == 0) return {};
        ToProveRelayParent more;
        more.descendants = make_relay_descendants(out.validation_data.relay_parent_number,
                                                  out.validation_data.relay_parent_storage_root, relay_slot, offset);
        data[kWithDescendantsInherent] = concat(scale::encode(out), scale::encode(more));
        return {};
    }

  private:
    /// How many blocks of the relay chain the runtime wants to see above the one that it builds on; none, unless it
    /// says so.
    Result<uint32_t, ChainError> relay_parent_offset(const Hash256& block) {
        auto answer = client_->calls().ask(block, runtime_api::cumulus::kRelayParentOffset);
        if (answer) return *answer;
        if (answer.error().kind == executor::CallError::Kind::kNoSuchMethod) return 0;
        return Err(ChainError{ChainError::Kind::kRuntime, answer.error().reason});
    }

    /// The relay chain's hashes over all messages continue those that the state has. The number of its block grows, as
    /// far as these need it.
    void add_messages(const chain::InherentContext& context, state::Backend& state, RelayState& relay,
                      ParachainInherentData& out) {
        BlockMessages messages =
            port_ == nullptr ? messages_of(context.messages) : port_->take(context.parent, context.messages);
        Hash256 head = value_of<Hash256>(state, "ParachainSystem", "LastDmqMqcHead").value_or(Hash256());
        // Runtimes leave out what was not sent after the last block of the relay chain, or the last message, that they
        // know.
        const uint32_t next_number = out.validation_data.relay_parent_number + 1;
        uint32_t first = next_number;
        if (const auto handled = value_of<HandledMessage>(state, "ParachainSystem", "LastProcessedDownwardMessage")) {
            first = std::max(first, handled->sent_at + 1);
        }
        for (DownwardMessage& message : messages.downward) {
            message.sent_at = std::max(message.sent_at, first);
            head = extend_queue_head(head, message.sent_at, message.message);
        }
        relay.set_downward_head(head);
        out.downward_messages = std::move(messages.downward);

        if (port_ != nullptr) {
            for (const uint32_t other : port_->other_parachains()) relay.open_channels(other);
        }
        for (const auto& [sender, list] : messages.horizontal) relay.open_channels(sender);
        const auto heads = value_of<std::map<uint32_t, Hash256>>(state, "ParachainSystem", "LastHrmpMqcHeads")
                               .value_or(std::map<uint32_t, Hash256>());
        uint32_t last_sent = 0;
        for (const uint32_t sender : relay.senders()) {
            const auto known = heads.find(sender);
            Hash256 channel_head = known == heads.end() ? Hash256() : known->second;
            // A relay chain has one message of a channel in each of its blocks, by which runtimes tell them apart.
            uint32_t sent_at = next_number;
            for (Bytes& data : messages.horizontal[sender]) {
                channel_head = extend_queue_head(channel_head, sent_at, data);
                out.horizontal_messages[sender].push_back({sent_at++, std::move(data)});
            }
            relay.set_channel_head(sender, channel_head);
            last_sent = std::max(last_sent, sent_at - 1);
        }
        out.validation_data.relay_parent_number += static_cast<uint32_t>(relay_slots_);
        out.validation_data.relay_parent_number = std::max(out.validation_data.relay_parent_number, last_sent);
    }

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
    std::shared_ptr<MessagePort> port_;
};

/// On a relay chain: messages of parachains in its queue, and what it sees of those that are connected.
class ParachainsOfRelay final : public chain::InherentProvider {
  public:
    explicit ParachainsOfRelay(std::shared_ptr<MessagePort> port) : port_(std::move(port)) {}

    Result<void, ChainError> provide(const chain::InherentContext&, chain::InherentData&) override { return {}; }

    chain::ChangesBefore change_before(const chain::BlockId& parent, state::Backend& state,
                                       const chain::GivenMessages& given) override {
        const ReadValue read = [&state](const Bytes& key) -> Result<std::optional<Bytes>, std::string> {
            const auto value = state.get(Area::top(), key);
            if (!value) return Err(value.error().reason);
            return *value ? std::optional(to_bytes(**value)) : std::nullopt;
        };
        auto changes = changes_of(parent, read, given);
        if (!changes) return Err(ChainError{ChainError::Kind::kState, changes.error()});
        return *std::move(changes);
    }

  private:
    Result<state::ChangeSet, std::string> changes_of(const chain::BlockId& parent, const ReadValue& read,
                                                     const chain::GivenMessages& given) {
        TRY_ASSIGN(const auto para, read(para_id_key()));
        if (para) return state::ChangeSet();
        const BlockMessages messages = port_ == nullptr ? messages_of(given) : port_->take(parent, given);
        TRY_ASSIGN(auto out, append_upward_messages(read, messages.upward));
        if (port_ == nullptr) return out;
        TRY_ASSIGN(auto view, port_->view_of_parachains(parent, read));
        out.merge(view);
        return out;
    }

    std::shared_ptr<MessagePort> port_;
};

}  // namespace

std::shared_ptr<chain::InherentProvider> provide_validation_data(chain::Client& client,
                                                                 std::shared_ptr<MessagePort> port) {
    // The configuration of either engine begins with the length of a slot.
    const BytesView configuration = client.engine_configuration();
    const auto slot_ms = configuration.size() < 8 ? kRelaySlotMs : load_le<uint64_t>(configuration.data());
    return std::make_shared<ValidationDataInherent>(client, slot_ms, std::move(port));
}

chain::InherentProviders make_inherents(chain::Client& client, const std::shared_ptr<MessagePort>& port) {
    chain::InherentProviders out = {authorship::provide_common_inherents()};
    if (client.engine() == primitives::kBabeEngine) out.push_back(authorship::provide_slot(chain::kBabeInherent));
    if (client.engine() == primitives::kAuraEngine) out.push_back(authorship::provide_slot(chain::kAuraInherent));
    out.push_back(authorship::provide_no_parachains());
    out.push_back(std::make_shared<ParachainsOfRelay>(port));
    out.push_back(provide_validation_data(client, port));
    return out;
}

}  // namespace serinus::fork
