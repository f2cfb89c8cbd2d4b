#include "services/parachain/parachains.hpp"

#include "authorship/offchain_workers.hpp"
#include "parachain/approval/finality_vote.hpp"
#include "platform/files.hpp"
#include "platform/log.hpp"
#include "runtime_api/babe.hpp"
#include "services/parachain/disputes/methods.hpp"
#include "services/parachain/requests/request_protocols.hpp"
#include "services/parachain/running_parts.hpp"
#include "services/parachain/timelines/methods.hpp"
#include "services/parachain/validation/cage_check.hpp"
#include "storage/write_behind.hpp"

namespace serinus::services {

using network::PeerId;
using network::discovery::ReservedAuthorities;
using paras::ActiveLeaves;
using paras::AvailabilityStore;
using paras::DataServer;
using paras::Gate;
using paras::GateSink;
using paras::InboundRequestId;
using paras::kGates;
using paras::kValidationGate;
using paras::LaneServer;
using paras::NetworkOutlets;
using paras::NotificationPeers;
using paras::NotificationPeersOptions;
using paras::ParachainFigures;
using paras::PeerNumber;
using paras::PeerSink;
using paras::Requester;
using paras::RequestKind;
using paras::RunningParts;

namespace link = network::link;

namespace {

constexpr const char* kParachainsLog = "parachain";

/// How often it is looked whether authority discovery knows more, and figures are shown.
constexpr uint64_t kUpdateMs = 2'000;
/// Observed: polkadot-overseer 36.0.0, MAX_ACTIVE_LEAVES: those with which a node begins.
constexpr size_t kFirstLeaves = 4;
/// Ours: how far below a block a leaf is looked for that the lane has processed already.
constexpr size_t kMaxStepsToLeaf = 16;

/// Of the API ParachainHost: below it no candidate is scheduled (leaves/relay_state.hpp), so there are none to execute.
constexpr uint32_t kFirstWithClaimQueue = 11;

/// Errors: the state of the best block, or its code.
Result<bool, std::string> runs_parachains(const NodeParts& node) {
    if (!node.is_authority || node.is_fork || node.network == nullptr || node.disabled.contains("parachains")) {
        return false;
    }
    // Approvals draw from the VRF of BABE's slots.
    const Hash256 best = node.client.best().hash;
    const auto host = node.client.calls().find_api(best, runtime_api::parachain_host::kValidators);
    ENSURE(host.has_value(), "whether the chain has parachains is not known: " + host.error().reason);
    const auto babe = node.client.calls().find_api(best, runtime_api::babe::kConfiguration);
    ENSURE(babe.has_value(), "whether the chain has BABE is not known: " + babe.error().reason);
    return host->has_value() && babe->has_value();
}

/// Observed: polkadot-node-core-av-store 36.0.0: an hour on Rococo, where data is of no value.
parachain::RetentionOptions retention_of(const chain::ChainSpec& spec) {
    parachain::RetentionOptions out;
    if (spec.id.starts_with("rococo")) out.keep_finalized = out.keep_unavailable;
    return out;
}

Result<std::unique_ptr<storage::Store>, std::string> open_disk(const std::string& folder,
                                                               platform::Scheduler& scheduler) {
    if (folder.empty()) return storage::make_memory_store();
    const auto made = platform::create_directories(folder);
    ENSURE(made.has_value(), made.error().message);
    auto opened = storage::open_store(folder);
    ENSURE(opened.has_value(), opened.error().reason);
    // A block of the relay chain brings news of all candidates, each of which is a commit.
    auto behind = storage::make_write_behind(*std::move(opened), folder, scheduler);
    ENSURE(behind.has_value(), behind.error().reason);
    return *std::move(behind);
}

}  // namespace

Parachains::Parachains(NodeParts& node, const Discovery& discovery, Grandpa& grandpa)
    : client_(node.client),
      pool_(node.pool),
      keys_(node.keys),
      scheduler_(node.scheduler),
      discovery_(discovery),
      folder_(node.folder.empty() ? std::string() : node.folder + "/parachains"),
      pvf_worker_(node.pvf_worker),
      substitutes_(node.para_substitutes),
      runs_(runs_parachains(node)) {
    if (!runs_.value_or(false)) return;
    add_protocols(node);
    grandpa.set_vote_limit(
        [this](const chain::BlockId& base, const chain::BlockId& best) { return vote_limit(base, best); });
}

Parachains::~Parachains() { Parachains::stop(); }

link::ProtocolIndex Parachains::add_request_protocol(NodeParts& node, RequestKind kind) {
    link::RequestProtocol protocol = paras::core_protocol(node.names, kind);
    if (kind == RequestKind::kAttestedCandidate) protocol.max_inbound_per_peer = 1;
    return node.protocols.add(std::move(protocol));
}

void Parachains::add_protocols(NodeParts& node) {
    for (const parachain::NotificationProtocol& known : parachain::notification_protocols()) {
        link::NotificationProtocol protocol{.names = {node.names.of(known.name)},
                                            .max_message_bytes = parachain::kMaxNotificationSize};
        if (!known.legacy_name.empty()) protocol.names.emplace_back(known.legacy_name);
        const bool is_validation = known.peer_set == parachain::PeerSet::kValidation;
        protocols_.at(is_validation ? kValidationGate : known.version) = node.protocols.add(std::move(protocol));
    }
    for (const RequestKind kind : DataServer::kKinds) requests_.emplace(kind, add_request_protocol(node, kind));
    for (const RequestKind kind : {RequestKind::kAttestedCandidate, RequestKind::kDispute, RequestKind::kCollationV1,
                                   RequestKind::kCollationV2, RequestKind::kCollationV3}) {
        requests_.emplace(kind, add_request_protocol(node, kind));
    }
}

Result<void, std::string> Parachains::open_store() {
    TRY_ASSIGN(disk_, open_disk(folder_, scheduler_));
    TRY_ASSIGN(store_, AvailabilityStore::open(*disk_, retention_of(client_.spec())));
    return {};
}

void Parachains::connect(ModuleParts& parts) {
    if (!runs_.value_or(false)) return;
    if (auto opened = open_store(); !opened) {
        store_failure_ = std::move(opened).error();
        return;
    }
    network_ = &parts.network;
    lane_ = scheduler_.make_lane({.name = "parachains", .runs_on = platform::WorkClass::kConsensus});
    jobs_ = scheduler_.make_lane({.name = "para-jobs", .runs_on = platform::WorkClass::kCpu});
    outlets_ = std::make_unique<NetworkOutlets>(scheduler_, *lane_);
    connect_gates(parts);
    connect_servers(parts);
}

void Parachains::connect_gates(ModuleParts& parts) {
    for (Gate gate = 0; gate < kGates; ++gate) {
        const bool is_validation = gate == kValidationGate;
        sinks_.push_back(std::make_unique<GateSink>(gate, static_cast<PeerSink&>(*this)));
        const link::NotificationIndex protocol = protocols_.at(gate);
        gates_.at(gate) = std::make_unique<NotificationPeers>(parts.core.notifications(), *sinks_.back(),
                                                              NotificationPeersOptions{.protocol = protocol});
        NotificationPeers& peers = *gates_.at(gate);
        parts.core.notifications().set_handshake(protocol, Bytes{static_cast<uint8_t>(parts.role)});
        network::PeerSet& set = parts.own.peers.add_set(
            protocol, peers,
            {.out_peers = is_validation ? parachain::kValidationSlots : 0,
             .in_peers = is_validation ? parachain::kValidationSlots : parachain::kCollationSlotsOfAuthority});
        peers.put_out = [&set, &scheduler = parts.own.scheduler](const PeerId& peer) {
            set.remove(peer, scheduler.now_ms());
        };
        if (is_validation) {
            reserved_ = &parts.make<ReservedAuthorities>(parts.own.peers, set, discovery_.directory());
            parts.core.add_module(*reserved_);
        }
    }
}

void Parachains::connect_servers(ModuleParts& parts) {
    Requester& requester = parts.make<Requester>(parts.core, outlets_->answers(), requests_);
    parts.core.add_module(requester);
    outlets_->connect(parts.network, {gates_, requester, *reserved_});
    const parachain::AvailableStore& answers = substitutes_ == nullptr ? *store_ : substitutes_->answers(*store_);
    data_server_ = &parts.make<DataServer>(parts.core, answers, parts.reader, requests_);
    for (const RequestKind kind : DataServer::kKinds) parts.core.set_request_module(requests_.at(kind), *data_server_);
    lane_server_ = &parts.make<LaneServer>(
        parts.core, requests_, std::vector<RequestKind>{RequestKind::kAttestedCandidate, RequestKind::kDispute},
        [this](InboundRequestId id, RequestKind kind, const PeerId& peer, Bytes content) {
            receive_request(id, kind, peer, std::move(content));
        });
    parts.core.set_request_module(requests_.at(RequestKind::kAttestedCandidate), *lane_server_);
    parts.core.set_request_module(requests_.at(RequestKind::kDispute), *lane_server_);
}

Result<void, std::string> Parachains::check_workers() {
    // The check takes as long as half a start of the node: only where there may be something to execute.
    const auto version = client_.calls().find_api(client_.best().hash, runtime_api::parachain_host::kValidators);
    if (version && version->value_or(0) < kFirstWithClaimQueue) return {};
    const bool is_insecure = std::ranges::find(pvf_worker_, paras::kInsecureWorker) != pvf_worker_.end();
    const auto checked = paras::check_cage_of_worker(pvf_worker_);
    if (checked) return {};
    const std::string text = "code of parachains cannot be executed safely: " + checked.error();
    if (!is_insecure) return Err(text);
    log::warn(kParachainsLog, text);
    return {};
}

Result<void, std::string> Parachains::start() {
    if (!runs_) return Err(runs_.error());
    if (!store_failure_.empty()) return Err("the store of parachains' data: " + store_failure_);
    if (lane_ == nullptr) return {};
    TRY(check_workers());
    // A validator that does not know what it has signed might contradict it, so it does not start.
    auto approvals = paras::ApprovalRecords(*disk_).load();
    auto disputes = paras::DisputeRecords(*disk_).load();
    const std::string advice = "; bring back a copy of " + folder_ +
                               ", or remove it and validate again in the session after the next one, under new keys";
    if (!approvals) return Err("what this validator has said in approvals: " + approvals.error() + advice);
    if (!disputes) return Err("what this validator knows of disputes: " + disputes.error() + advice);
    const auto configuration = client_.calls().ask(client_.best().hash, runtime_api::babe::kConfiguration);
    if (!configuration) return Err("the configuration of BABE: " + configuration.error().reason);
    running_ = std::make_unique<RunningParts>(RunningParts::Environment{
        .client = client_,
        .keys = keys_,
        .scheduler = scheduler_,
        .lane = *lane_,
        .jobs = *jobs_,
        .directory = discovery_.directory(),
        .outlets = *outlets_,
        .disk = *disk_,
        .store = *store_,
        .limits = limits_,
        .timelines = timelines_,
        .make_offchain = [this] { return authorship::offchain_services(client_, pool_, scheduler_, true); },
        .substitutes = substitutes_,
        .pvf_worker = pvf_worker_,
        .code_folder = folder_.empty() ? std::string() : folder_ + "/code",
        .slot_duration_ms = configuration->slot_duration_ms,
    });
    client_.add_listener(this);
    (void)lane_->post_always(
        [this, approvals = *std::move(approvals), disputes = *std::move(disputes)] { begin(approvals, disputes); });
    plan_update();
    log::info(kParachainsLog, "Takes part as a validator of parachains");
    return {};
}

void Parachains::begin(const parachain::StoredApprovals& approvals, const parachain::StoredRecords& disputes) {
    const chain::BlockId finalized = client_.finalized();
    running_->collations.restore_scores();
    running_->hub.on_finalized({finalized.hash, finalized.number});
    running_->disputes.restore(disputes);
    running_->approvals.restore(approvals);
    auto leaves = client_.leaves();
    if (leaves.size() > kFirstLeaves) leaves.resize(kFirstLeaves);
    for (const chain::BlockId& leaf : leaves) {
        const auto header = running_->chain.find_header(leaf.hash);
        if (header != nullptr) running_->hub.on_imported({leaf.hash, leaf.number}, header->parent_hash);
    }
}

void Parachains::plan_update() {
    (void)lane_->post_after(kUpdateMs, [this] {
        running_->hub.update_authorities();
        running_->approvals.report_standings();
        {
            const std::lock_guard lock(mutex_);
            figures_.hub = running_->hub.figures();
            figures_.bitfields = running_->bitfields.figures();
            figures_.availability = running_->availability.figures();
            figures_.candidates = running_->candidates.figures();
            figures_.checks = running_->checker.figures();
            figures_.times = running_->executor->times();
            figures_.recoveries = running_->recoveries.figures();
            figures_.approvals = running_->approvals.figures();
            figures_.collations = running_->collations.figures();
            figures_.disputes = running_->disputes.figures();
            figures_.prechecks = running_->prechecks.figures();
            figures_.slashing = running_->slashing.figures();
            figures_.kept_candidates = store_->size();
        }
        plan_update();
    });
}

std::optional<primitives::BlockNumber> Parachains::vote_limit(const chain::BlockId& base, const chain::BlockId& best) {
    Hash256 hash = best.hash;
    for (size_t step = 0; step < kMaxStepsToLeaf; ++step) {
        if (const auto known = limits_.find(hash)) {
            const bool is_above = known->approved > base.number;
            return parachain::finality_target(base.number, best.number,
                                              is_above ? std::optional(known->approved) : std::nullopt);
        }
        const auto header = client_.find_header(hash);
        if (!header || *header == nullptr || (*header)->number.value <= base.number) break;
        hash = (*header)->parent_hash;
    }
    return parachain::finality_target(base.number, best.number, std::nullopt);
}

std::shared_ptr<authorship::ParachainsSource> Parachains::parachains_source() {
    return running_ == nullptr ? nullptr : running_->shelf;
}

void Parachains::on_imported(const chain::ImportedBlock& block) {
    using Origin = chain::BlockOrigin;
    if (block.origin == Origin::kGenesis || block.origin == Origin::kFile ||
        block.origin == Origin::kNetworkInitialSync) {
        return;
    }
    (void)lane_->post_always([this, leaf = ActiveLeaves::Leaf{block.id.hash, block.id.number},
                              parent = block.header->parent_hash] { running_->hub.on_imported(leaf, parent); });
}

void Parachains::on_finalized(const chain::FinalizedBlocks& blocks) {
    const chain::BlockId last = blocks.blocks.back();
    (void)lane_->post_always([this, last] { running_->hub.on_finalized({last.hash, last.number}); });
}

void Parachains::peer_joined(PeerNumber number, const PeerId& peer) {
    if (running_ == nullptr) return;
    running_->mailbox_of(number).begin(number, [this, number, peer] { running_->join(number, peer); });
}

void Parachains::on_disconnected(PeerNumber number) {
    if (running_ == nullptr) return;
    running_->mailbox_of(number).drop(number);
    (void)lane_->post_always([this, number] { running_->leave(number); });
}

platform::Admission Parachains::receive(PeerNumber number, Bytes message) {
    if (running_ == nullptr) return platform::Admission::kTaken;
    return running_->mailbox_of(number).push(number, std::move(message));
}

void Parachains::receive_request(InboundRequestId id, RequestKind kind, const PeerId& peer, Bytes content) {
    const auto respond = [this, id](std::optional<Bytes> answer) {
        network_->post([this, id, answer = std::move(answer)](network::Parts parts) {
            lane_server_->respond(id, answer, parts.scheduler.now_ms());
        });
    };
    const bool is_taken = running_ != nullptr && lane_->post([this, kind, peer, content = std::move(content), respond] {
        if (kind == RequestKind::kDispute) return running_->disputes.on_request(peer, content, respond);
        respond(running_->candidates.answer(peer, content));
    });
    if (!is_taken) respond(std::nullopt);
}

void Parachains::add_methods(rpc::Registry& registry) {
    if (running_ == nullptr) return;
    paras::add_timeline_methods(registry, timelines_);
    paras::add_dispute_methods(registry, {.calls = client_.calls(),
                                          .records = running_->dispute_records,
                                          .best = [this] { return client_.best().hash; }});
}

void Parachains::publish(NetworkState&) {
    if (gates_[kValidationGate] == nullptr) return;
    const std::lock_guard lock(mutex_);
    figures_.peers = gates_[kValidationGate]->figures();
    figures_.served = data_server_->figures();
}

void Parachains::write_metrics(MetricsText& out) const {
    if (running_ == nullptr) return;
    const std::lock_guard lock(mutex_);
    ParachainFigures figures = figures_;
    figures.inherents = running_->shelf->figures();
    paras::write_parachain_metrics(out, figures);
}

void Parachains::stop() {
    if (running_ != nullptr) client_.remove_listener(this);
    // Jobs report to the lane, and the lane's tasks order jobs: first nothing new, then nothing at all.
    if (lane_ != nullptr) lane_->close();
    if (jobs_ != nullptr) jobs_->close();
    if (running_ != nullptr) running_->collations.store_scores();
    running_.reset();
}

void add_parachains(NodeParts& node, const Discovery& discovery, Grandpa& grandpa) {
    node.add<Parachains>(node, discovery, grandpa);
}

}  // namespace serinus::services
