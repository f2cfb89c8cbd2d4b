#include "services/collator/pov_source.hpp"

#include "platform/log.hpp"
#include "services/metrics_text.hpp"
#include "services/parachain/requests/request_protocols.hpp"

namespace serinus::services {

using network::PeerId;
using paras::DialingRequester;
using paras::RequestKind;

namespace link = network::link;

namespace {

constexpr const char* kSourceLog = "cumulus-pov-recovery";

}  // namespace

PovSource::Running::Running(PovSource& owner, platform::Lane& lane, platform::Lane& jobs)
    : headers(owner.chain_),
      authorities(owner.discovery_.directory()),
      states(owner.chain_.calls(), headers, owner.keys_),
      requests(lane),
      recoveries({.scheduler = owner.scheduler_,
                  .lane = lane,
                  .jobs = jobs,
                  .authorities = authorities,
                  .outlets = requests,
                  .compares_pov_hash_only = true}) {}

PovSource::PovSource(NodeParts& node, collator::RelayChain& chain, const Discovery& discovery)
    : chain_(chain), keys_(node.keys), scheduler_(node.scheduler), discovery_(discovery) {
    for (const RequestKind kind : {RequestKind::kChunkV1, RequestKind::kChunkV2, RequestKind::kAvailableData}) {
        protocols_.emplace(kind, node.protocols.add(paras::core_protocol(node.names, kind)));
    }
}

void PovSource::connect(ModuleParts& parts) {
    lane_ = scheduler_.make_lane({.name = "pov-source", .runs_on = platform::WorkClass::kConsensus});
    jobs_ = scheduler_.make_lane({.name = "pov-jobs", .runs_on = platform::WorkClass::kCpu});
    running_ = std::make_unique<Running>(*this, *lane_, *jobs_);
    auto& requester = parts.make<DialingRequester>(
        parts.core, running_->requests, protocols_,
        [this, &peers = parts.own.peers](const PeerId& peer, network::Millis now) {
            return peers.is_banned(peer, now) ? std::vector<network::wire::Multiaddr>() : addresses_of(peer);
        });
    parts.core.add_module(requester);
    parts.core.add_module(requester.requester());
    running_->requests.connect(parts.network, requester);
}

std::vector<network::wire::Multiaddr> PovSource::addresses_of(const PeerId& peer) const {
    for (const auto& authority : discovery_.directory().authorities_of(peer)) {
        const auto entry = discovery_.directory().find(authority);
        if (entry && entry->peer == peer) return entry->addresses;
    }
    return {};
}

void PovSource::recover(parachain::CandidateReceipt receipt, const Hash256& seen_at, OnPov on_pov) {
    if (running_ == nullptr) return;
    (void)lane_->post_always([this, receipt = std::move(receipt), seen_at, on_pov = std::move(on_pov)]() mutable {
        const auto session = running_->states.session_of_children(seen_at);
        if (!session || *session == nullptr) {
            log::debug(kSourceLog, [&] {
                return "The session of a candidate is not known: " +
                       (session ? std::string("the runtime has forgotten it") : session.error().reason);
            });
            return give(std::move(on_pov), std::nullopt);
        }
        running_->recoveries.recover({.receipt = std::move(receipt), .session = *session, .backers = {}, .core = {}},
                                     [this, on_pov = std::move(on_pov)](paras::Recoveries::Result result) mutable {
                                         {
                                             const std::lock_guard lock(mutex_);
                                             figures_ = running_->recoveries.figures();
                                         }
                                         give(std::move(on_pov),
                                              result.data ? std::optional(std::move(result.data->pov)) : std::nullopt);
                                     });
    });
}

void PovSource::give(OnPov on_pov, std::optional<parachain::PoV> pov) {
    (void)jobs_->post_always([on_pov = std::move(on_pov), pov = std::move(pov)]() mutable { on_pov(std::move(pov)); });
}

void PovSource::write_metrics(MetricsText& out) const {
    const std::lock_guard lock(mutex_);
    const auto count = [](uint64_t value) { return static_cast<double>(value); };
    out.counter("serinus_pov_recoveries_total", "Recoveries of PoVs from validators that have succeeded",
                count(figures_.recovered));
    out.counter("serinus_pov_recovery_failures_total", "Recoveries of PoVs from validators that have failed",
                count(figures_.unavailable + figures_.invalid));
}

void PovSource::stop() {
    // Jobs report to the lane, and the lane's tasks order jobs.
    if (lane_ != nullptr) lane_->close();
    if (jobs_ != nullptr) jobs_->close();
}

PovSource& add_pov_source(NodeParts& node, collator::RelayChain& chain, const Discovery& discovery) {
    return node.add<PovSource>(node, chain, discovery);
}

}  // namespace serinus::services
