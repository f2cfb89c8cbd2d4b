#include "services/collator/collator_protocol.hpp"

#include "base/hex.hpp"
#include "parachain/collation/collation_wire.hpp"
#include "platform/log.hpp"
#include "services/collator/collator_leaf.hpp"
#include "services/metrics_text.hpp"
#include "services/parachain/requests/request_protocols.hpp"

namespace serinus::services {

using network::PeerId;
using parachain::CollatorSide;
using parachain::CollatorSideEffect;
using paras::ActiveLeaves;
using paras::AuthorityIds;
using paras::Gate;
using paras::InboundRequestId;
using paras::LaneServer;
using paras::NotificationPeers;
using paras::PeerNumber;
using paras::RelayState;
using paras::RequestKind;
using paras::ValidatorLinks;

namespace link = network::link;

namespace {

constexpr const char* kProtocolLog = "parachain::collator-protocol";
constexpr uint64_t kAuthorityUpdateMs = 2'000;
constexpr std::array kCollationKinds = {RequestKind::kCollationV1, RequestKind::kCollationV2,
                                        RequestKind::kCollationV3};
/// Ours: validators send views, and little else.
constexpr platform::MailboxLimits kValidatorMail{.max_messages = 4096,
                                                 .max_bytes = uint64_t{8} << 20,
                                                 .max_messages_of_sender = 256,
                                                 .max_bytes_of_sender = uint64_t{256} << 10};

std::set<parachain::AuthorityId> raw_keys(const AuthorityIds& keys) {
    std::set<parachain::AuthorityId> out;
    for (const paras::AuthorityId& key : keys) out.insert(key.bytes);
    return out;
}

/// Observed: cumulus-client-collator 0.36.0: a key that lives as long as the process.
parachain::Declare make_declaration(platform::Scheduler& scheduler, polkadot_primitives::ParaId para,
                                    BytesView peer_id) {
    crypto::sr25519::PublicKey key;
    crypto::sr25519::Signature signature;
    const auto pair =
        crypto::KeyPair::from_seed(crypto::Scheme::kSr25519, crypto::KeySeed(scheduler.random_array<32>()));
    SERINUS_ASSERT(pair.has_value());
    std::ranges::copy(pair->public_key(), key.bytes.begin());
    std::ranges::copy(pair->sign(parachain::declare_payload(peer_id), scheduler.random_array<32>()),
                      signature.bytes.begin());
    return {.collator = {{key.bytes}}, .para_id = para, .signature = {{signature.bytes}}};
}

}  // namespace

CollatorProtocol::CollatorProtocol(NodeParts& node, collator::RelayChain& chain, const Discovery& discovery,
                                   ParaId para)
    : chain_(chain),
      scheduler_(node.scheduler),
      discovery_(discovery),
      para_(para),
      headers_(chain),
      authorities_(discovery.directory()),
      states_(chain.calls(), headers_, node.keys) {
    for (const parachain::NotificationProtocol& known : parachain::notification_protocols()) {
        if (known.peer_set != parachain::PeerSet::kCollation || known.version < ValidatorLinks::kOldest) continue;
        protocols_.at(known.version) = node.protocols.add(link::NotificationProtocol{
            .names = {node.names.of(known.name)}, .max_message_bytes = parachain::kMaxNotificationSize});
    }
    for (const RequestKind kind : kCollationKinds) {
        requests_.emplace(kind, node.protocols.add(paras::core_protocol(node.names, kind)));
    }
}

void CollatorProtocol::connect_gate(ModuleParts& parts, uint8_t version) {
    sinks_.push_back(std::make_unique<paras::GateSink>(version, static_cast<paras::PeerSink&>(*this)));
    const link::NotificationIndex protocol = protocols_.at(version);
    gates_.at(version) = std::make_unique<NotificationPeers>(parts.core.notifications(), *sinks_.back(),
                                                             paras::NotificationPeersOptions{.protocol = protocol});
    parts.core.notifications().set_handshake(protocol, Bytes{static_cast<uint8_t>(parts.role)});
}

void CollatorProtocol::connect(ModuleParts& parts) {
    network_ = &parts.network;
    peer_id_ = to_bytes(parts.own.peer_id.bytes());
    side_.emplace(make_declaration(scheduler_, para_, peer_id_));
    lane_ = scheduler_.make_lane({.name = "collations", .runs_on = platform::WorkClass::kConsensus});
    mailbox_ = std::make_unique<platform::Mailbox>(
        *lane_, [this](platform::Mailbox::Sender number, const Bytes& message) { hear(number, message); },
        [this](platform::Mailbox::Sender number) {
            network_->post([this, number](network::Parts) {
                gates_.at(paras::gate_of(number))->on_room(paras::without_gate(number));
            });
        },
        kValidatorMail);
    ValidatorLinks::Sets sets{};
    for (uint8_t version = ValidatorLinks::kOldest; version <= ValidatorLinks::kNewest; ++version) {
        connect_gate(parts, version);
        NotificationPeers& peers = *gates_.at(version);
        network::PeerSet& set = parts.own.peers.add_set(protocols_.at(version), peers, ValidatorLinks::kSetOptions);
        peers.put_out = [&set, &scheduler = parts.own.scheduler](const PeerId& peer) {
            set.remove(peer, scheduler.now_ms());
        };
        peers.does_not_speak = [this, version](const PeerId& peer, network::Millis now) {
            links_->on_unsupported(peer, version, now);
        };
        sets.at(version - ValidatorLinks::kOldest) = &set;
    }
    links_ = &parts.make<ValidatorLinks>(parts.own.peers, sets, discovery_.directory());
    parts.core.add_module(*links_);
    server_ = &parts.make<LaneServer>(
        parts.core, requests_, std::vector<RequestKind>(kCollationKinds.begin(), kCollationKinds.end()),
        [this](InboundRequestId id, RequestKind kind, const PeerId& peer, Bytes content) {
            const bool is_taken = lane_->post(
                [this, id, kind, peer, content = std::move(content)] { on_request(id, kind, peer, content); });
            if (!is_taken) answer(id, std::nullopt);
        });
    for (const RequestKind kind : kCollationKinds) parts.core.set_request_module(requests_.at(kind), *server_);
}

Result<void, std::string> CollatorProtocol::start() {
    if (lane_ == nullptr) return Err(std::string("a collator needs a network on its relay chain"));
    chain_.add_listener(*this);
    is_listening_ = true;
    (void)lane_->post_always([this] {
        const chain::BlockId final_block = chain_.finalized(), best = chain_.best();
        apply(leaves_.on_finalized({final_block.hash, final_block.number}));
        const auto header = headers_.find_header(best.hash);
        if (header != nullptr) apply(leaves_.on_imported({best.hash, best.number}, header->parent_hash));
    });
    plan_update();
    return {};
}

void CollatorProtocol::stop() {
    if (std::exchange(is_listening_, false)) chain_.remove_listener(*this);
    if (lane_ != nullptr) lane_->close();
}

// --- the chain ---

void CollatorProtocol::on_block(const collator::RelayBlock& block) {
    if (!block.is_recent) return;
    (void)lane_->post_always([this, leaf = ActiveLeaves::Leaf{block.id.hash, block.id.number},
                              parent = block.header->parent_hash] { apply(leaves_.on_imported(leaf, parent)); });
}

void CollatorProtocol::on_final(const chain::BlockId& block) {
    (void)lane_->post_always([this, block] { apply(leaves_.on_finalized({block.hash, block.number})); });
}

void CollatorProtocol::apply(const ActiveLeaves::Update& update) {
    if (!update.activated && update.deactivated.empty()) return;
    CollatorSide::Effects effects;
    std::shared_ptr<const RelayState> activated;
    if (update.activated) {
        const auto state = states_.at(update.activated->hash);
        if (state) {
            activated = *state;
            update_authorities();
            side_->activate(paras::collator_leaf(states_, *activated, para_), effects);
        } else {
            log::warn(kProtocolLog, "Nothing is collated at block #" + std::to_string(update.activated->number) +
                                        " of the relay chain: " + state.error().reason);
        }
    }
    network_->post([this, view = leaves_.view()](network::Parts parts) {
        for (const auto& gate : gates_) {
            if (gate != nullptr) gate->set_view(view);
        }
        links_->ask_again(parts.scheduler.now_ms());
    });
    for (const Hash256& gone : update.deactivated) side_->deactivate(gone, effects);
    carry_out(effects);
    const std::lock_guard lock(mutex_);
    if (activated != nullptr && on_leaf_) on_leaf_(*activated);
}

// --- the parachain's node ---

void CollatorProtocol::set_on_leaf(OnLeaf on_leaf) {
    const std::lock_guard lock(mutex_);
    on_leaf_ = std::move(on_leaf);
}

void CollatorProtocol::set_authoring(bool is_authoring) {
    (void)lane_->post_always([this, is_authoring] {
        CollatorSide::Effects effects;
        side_->set_authoring(is_authoring, effects);
        carry_out(effects);
    });
}

void CollatorProtocol::distribute(parachain::OwnSegment segment) {
    (void)lane_->post_always([this, segment = std::move(segment)]() mutable {
        const std::string core = std::to_string(segment.core._0);
        const Hash256 parent = segment.scheduling_parent;
        CollatorSide::Effects effects;
        const bool is_taken = side_->distribute(std::move(segment), effects);
        carry_out(effects);
        if (!is_taken) {
            log::warn(kProtocolLog, "A collation for core " + core + " at " + to_hex_prefixed(parent.bytes) +
                                        " is given to nobody: there is no group for it there, or it has one already");
            return;
        }
        const std::lock_guard lock(mutex_);
        ++figures_.distributed;
    });
}

// --- validators ---

void CollatorProtocol::peer_joined(PeerNumber number, const PeerId& peer) {
    mailbox_->begin(number, [this, number, peer] { join(number, peer); });
}

void CollatorProtocol::on_disconnected(PeerNumber number) {
    mailbox_->drop(number);
    (void)lane_->post_always([this, number] { leave(number); });
}

platform::Admission CollatorProtocol::receive(PeerNumber number, Bytes message) {
    return mailbox_->push(number, std::move(message));
}

void CollatorProtocol::join(PeerNumber number, const PeerId& peer) {
    peers_.emplace(number, peer);
    change_pair(peer, pairs_.join(number, peer));
}

void CollatorProtocol::leave(PeerNumber number) {
    const auto peer = peers_.extract(number);
    if (!peer.empty()) change_pair(peer.mapped(), pairs_.leave(number, peer.mapped()));
}

void CollatorProtocol::change_pair(const PeerId& peer, const paras::CollatorGates::Change& change) {
    CollatorSide::Effects effects;
    if (change.is_gone) {
        side_->disconnect(peer);
        known_.erase(peer);
    }
    if (change.begins) {
        const AuthorityIds& keys = known_[peer] = authorities_.find_authorities(peer);
        log::debug(kProtocolLog, [&] {
            return "Connected to " + peer.to_string() + " over collation/" + std::to_string(*change.begins) +
                   (keys.empty() ? ", which is no known validator" : "");
        });
        side_->connect(peer, *change.begins, raw_keys(keys), effects);
    }
    carry_out(effects);
}

void CollatorProtocol::hear(PeerNumber number, const Bytes& message) {
    const auto peer = peers_.find(number);
    if (peer == peers_.end() || !pairs_.counts(number, peer->second)) return;
    const auto input = parachain::decode_collation(paras::gate_of(number), message);
    if (!input) return judge(peer->second, parachain::Reputation::kCostMajor);
    CollatorSide::Effects effects;
    if (const auto* view = std::get_if<parachain::View>(&*input)) {
        side_->on_view(peer->second, *view, effects);
    } else {
        side_->on_message(peer->second, std::get<parachain::CollationMessage>(*input), effects);
    }
    carry_out(effects);
}

void CollatorProtocol::on_request(InboundRequestId id, RequestKind kind, const PeerId& peer, const Bytes& content) {
    const auto request = paras::decode_collation_request(kind, content);
    if (!request) {
        judge(peer, parachain::Reputation::kCostMajor);
        return answer(id, std::nullopt);
    }
    {
        const std::lock_guard lock(mutex_);
        ++figures_.requests;
    }
    CollatorSide::Effects effects;
    side_->on_request(id, peer, *request, scheduler_.now_ms(), effects);
    carry_out(effects);
}

void CollatorProtocol::update_authorities() {
    CollatorSide::Effects effects;
    for (auto& [peer, keys] : known_) {
        AuthorityIds now = authorities_.find_authorities(peer);
        if (now == keys) continue;
        keys = std::move(now);
        side_->set_authorities(peer, raw_keys(keys), effects);
    }
    carry_out(effects);
}

void CollatorProtocol::plan_update() {
    (void)lane_->post_after(kAuthorityUpdateMs, [this] {
        update_authorities();
        plan_update();
    });
}

// --- effects ---

void CollatorProtocol::judge(const PeerId& peer, parachain::Reputation reputation) {
    network_->post([peer, amount = parachain::amount_of(reputation)](network::Parts parts) {
        parts.core.report(peer, {amount, "Collations"}, parts.scheduler.now_ms());
    });
}

void CollatorProtocol::answer(InboundRequestId id, std::optional<Bytes> content) {
    network_->post([this, id, content = std::move(content)](network::Parts parts) {
        server_->respond(id, content, parts.scheduler.now_ms());
        if (!content) return;
        (void)lane_->post_always([this, id] {
            CollatorSide::Effects effects;
            side_->on_sent(id, scheduler_.now_ms(), effects);
            carry_out(effects);
        });
    });
}

void CollatorProtocol::carry_out(CollatorSide::Effects& effects) {
    for (CollatorSideEffect& effect : effects) {
        if (auto* connect = std::get_if<CollatorSideEffect::Connect>(&effect.v)) {
            std::set<network::discovery::AuthorityId> keys;
            for (const auto& key : connect->validators) keys.insert({key});
            network_->post([this, keys = std::move(keys)](network::Parts parts) {
                links_->set_authorities(keys, parts.scheduler.now_ms());
            });
        } else if (const auto* send = std::get_if<CollatorSideEffect::Send>(&effect.v)) {
            tell(*send);
        } else if (auto* response = std::get_if<CollatorSideEffect::Answer>(&effect.v)) {
            answer(response->request,
                   std::visit([](const auto& one) { return scale::encode(one); }, response->response));
        } else if (const auto* refuse = std::get_if<CollatorSideEffect::Refuse>(&effect.v)) {
            answer(refuse->request, std::nullopt);
            const std::lock_guard lock(mutex_);
            ++figures_.refused;
        } else if (const auto* gone = std::get_if<CollatorSideEffect::Disconnect>(&effect.v)) {
            network_->post([this, peer = gone->peer](network::Parts) {
                for (const auto& gate : gates_) {
                    if (gate != nullptr) gate->disconnect(peer);
                }
            });
        } else if (const auto* judged = std::get_if<CollatorSideEffect::Judged>(&effect.v)) {
            judge(judged->peer, judged->reputation);
        }
    }
    effects.clear();
    plan_wake();
}

void CollatorProtocol::tell(const CollatorSideEffect::Send& send) {
    const auto version = static_cast<uint8_t>(send.message.index() + 1);
    log::debug(kProtocolLog,
               [&] { return "Telling " + send.peer.to_string() + " over collation/" + std::to_string(version); });
    auto bytes = std::make_shared<const Bytes>(parachain::encode_collation(send.message));
    network_->post([this, peer = send.peer, version, bytes = std::move(bytes)](network::Parts) {
        gates_.at(version)->send({peer}, bytes);
    });
    const std::lock_guard lock(mutex_);
    ++figures_.told;
}

void CollatorProtocol::plan_wake() {
    const auto wake_at = side_->wake_at();
    if (!wake_at || (planned_wake_ && *planned_wake_ <= *wake_at)) return;
    planned_wake_ = wake_at;
    const uint64_t now = scheduler_.now_ms();
    (void)lane_->post_after(*wake_at > now ? *wake_at - now : 1, [this, at = *wake_at] {
        if (planned_wake_ != at) return;
        planned_wake_.reset();
        CollatorSide::Effects effects;
        side_->on_time(scheduler_.now_ms(), effects);
        carry_out(effects);
    });
}

// --- figures ---

void CollatorProtocol::publish(NetworkState&) {
    size_t validators = 0;
    for (const auto& gate : gates_) validators += gate == nullptr ? 0 : gate->figures().peers;
    const std::lock_guard lock(mutex_);
    figures_.validators = validators;
}

void CollatorProtocol::write_metrics(MetricsText& out) const {
    const std::lock_guard lock(mutex_);
    const auto count = [](uint64_t value) { return static_cast<double>(value); };
    out.counter("polkadot_parachain_collation_advertisements_made_total",
                "A number of collation advertisements sent to validators.", count(figures_.told));
    out.counter("polkadot_parachain_collations_sent_requested_total", "A number of collations requested by validators.",
                count(figures_.requests));
    out.counter("serinus_collations_distributed_total", "Collations that validators were to be told of",
                count(figures_.distributed));
    out.counter("serinus_collation_requests_refused_total", "Requests of validators that got no collation",
                count(figures_.refused));
    out.gauge("serinus_collation_validators", "Validators with which the protocol of collations is open",
              static_cast<double>(figures_.validators));
}

CollatorProtocol& add_collator_protocol(NodeParts& node, collator::RelayChain& chain, const Discovery& discovery,
                                        polkadot_primitives::ParaId para) {
    return node.add<CollatorProtocol>(node, chain, discovery, para);
}

}  // namespace serinus::services
