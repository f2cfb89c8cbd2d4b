#include "services/parachain/running_parts.hpp"

#include "runtime_api/authority_discovery.hpp"

namespace serinus::services::paras {
namespace {

/// Ours: an offer has some hundred bytes, and a collator makes one for a block, or a segment of them.
constexpr platform::MailboxLimits kCollatorMail{.max_messages = 2048,
                                                .max_bytes = uint64_t{4} << 20,
                                                .max_messages_of_sender = 64,
                                                .max_bytes_of_sender = uint64_t{256} << 10};

/// Of a node that was given no workers: it gives no votes.
class NoExecutor final : public CandidateExecutor {
  public:
    explicit NoExecutor(platform::Lane& lane) : lane_(lane) {}
    void execute(pvf::Host::Request, OnVerdict on_verdict) override {
        (void)lane_.post_always([on_verdict = std::move(on_verdict)]() mutable {
            on_verdict(pvf::Ours{"this node has no workers for code of parachains"});
        });
    }
    void update_leaves(std::vector<Hash256>) override {}
    void precheck(std::shared_ptr<const pvf::SessionCode>, OnPrecheck on_result) override {
        (void)lane_.post_always([on_result = std::move(on_result)]() mutable {
            on_result({.is_accepted = std::nullopt, .reason = "this node has no workers for code of parachains"});
        });
    }

  private:
    platform::Lane& lane_;
};

Substitutes::Surroundings surroundings(const RunningParts::Environment& e, RelayStates& states) {
    return {.scheduler = e.scheduler, .lane = e.lane, .keys = e.keys, .states = states};
}

ChosenParts choose_parts(const RunningParts::Environment& e, RelayStates& states, CandidateChecks& checks) {
    if (e.substitutes == nullptr) return {.outlets = e.outlets, .checks = checks};
    const auto around = surroundings(e, states);
    return {.outlets = e.substitutes->outlets(e.outlets, around), .checks = e.substitutes->checks(checks, around)};
}

std::unique_ptr<CandidateExecutor> make_executor(const RunningParts::Environment& environment) {
    if (environment.pvf_worker.empty()) return std::make_unique<NoExecutor>(environment.lane);
    return std::make_unique<CagedExecutor>(environment.scheduler, environment.lane, environment.pvf_worker,
                                           environment.code_folder);
}

}  // namespace

RunningParts::RunningParts(const Environment& e)
    : calls(e.client.calls()),
      keys(e.keys),
      outlets(e.outlets),
      chain(e.client),
      authorities(e.directory),
      states(e.client.calls(), chain, e.keys),
      signed_once(e.disk),
      records(e.disk),
      dispute_records(e.disk),
      executor(make_executor(e)),
      checker(states, e.client.calls(), *executor),
      chosen(choose_parts(e, states, checker)),
      hub({states, authorities, chosen.outlets, [this](const parachain::View& view) { outlets.set_view(view); },
           [this](const RelayState& leaf) { keep_connections(leaf); }}),
      candidates({e.scheduler, e.lane, e.jobs, e.keys, states, authorities, chosen.outlets, e.store, signed_once,
                  *executor, chosen.checks, e.timelines}),
      collation_taker(e.substitutes == nullptr ? candidates
                                               : e.substitutes->collation_taker(candidates, surroundings(e, states))),
      collations({e.scheduler, e.lane, states, chain, chosen.outlets, e.outlets, candidates, collation_taker,
                  e.timelines, e.client.calls(), e.disk, e.slot_duration_ms}),
      recoveries({e.scheduler, e.lane, e.jobs, authorities, chosen.outlets, &e.store}),
      disputes({e.scheduler, e.lane, e.keys, states, e.client.calls(), chain, authorities, chosen.outlets,
                dispute_records, recoveries, chosen.checks, e.timelines,
                [&client = e.client](const Hash256& block) { return client.exclude(block).has_value(); }}),
      inherents(e.lane, *shelf, candidates, disputes),
      availability({e.scheduler, e.lane, states, chain, chain, authorities, chosen.outlets, e.store, e.timelines}),
      bitfields({e.scheduler, e.lane, e.keys, e.store, chosen.outlets, inherents, e.timelines}),
      approvals({e.scheduler, e.lane, e.keys, states, e.client.calls(), chain, chosen.outlets, records, recoveries,
                 chosen.checks, e.limits, disputes, e.timelines,
                 [this](const std::shared_ptr<const Session>& session) { hub.know(session); }},
                e.slot_duration_ms),
      watch(states, chain, e.timelines),
      prechecks({e.keys, states, e.client.calls(), *executor, e.make_offchain}),
      slashing({states, e.client.calls(), disputes, e.make_offchain}),
      messages(
          e.lane, [this](platform::Mailbox::Sender number, const Bytes& message) { receive(number, message); },
          [this](platform::Mailbox::Sender number) { outlets.on_room(number); }),
      messages_of_collators(
          e.lane, [this](platform::Mailbox::Sender number, const Bytes& message) { receive(number, message); },
          [this](platform::Mailbox::Sender number) { outlets.on_room(number); }, kCollatorMail) {
    candidates.set_collations(collations);
    hub.add(candidates);
    hub.add(collations);
    disputes.set_approvals(approvals);
    hub.add(disputes);
    hub.add(inherents);
    hub.add(availability);
    hub.add(bitfields);
    hub.add(approvals);
    hub.add(watch);
    hub.add(prechecks);
    hub.add(slashing);
}

void RunningParts::keep_connections(const RelayState& leaf) {
    const auto authorities_known = calls.ask(leaf.hash, runtime_api::authority_discovery::kAuthorities);
    AuthorityIds wanted(leaf.session->discovery_keys.begin(), leaf.session->discovery_keys.end());
    if (authorities_known) wanted.insert(authorities_known->begin(), authorities_known->end());
    const size_t own = std::erase_if(wanted, [&](const AuthorityId& authority) {
        return keys.find(crypto::key_types::kAuthorityDiscovery, crypto::Scheme::kSr25519, authority.bytes).has_value();
    });
    if (own == 0) wanted.clear();  // none of them is this node
    outlets.set_authorities(std::move(wanted));
}

void RunningParts::join(PeerNumber number, const PeerId& peer) {
    peers.emplace(number, peer);
    if (gate_of(number) == kValidationGate) {
        hub.on_peer(peer);
    } else {
        tell_of_collator(peer, collators.join(number, peer));
    }
}

void RunningParts::tell_of_collator(const PeerId& peer, const CollatorGates::Change& change) {
    if (change.is_gone) collations.on_collator_gone(peer);
    if (change.begins) collations.on_collator(peer, *change.begins);
}

void RunningParts::leave(PeerNumber number) {
    const auto peer = peers.extract(number);
    if (peer.empty()) return;
    if (gate_of(number) == kValidationGate) {
        hub.on_peer_gone(peer.mapped());
    } else {
        tell_of_collator(peer.mapped(), collators.leave(number, peer.mapped()));
    }
}

void RunningParts::receive(PeerNumber number, const Bytes& message) {
    const auto peer = peers.find(number);
    if (peer == peers.end()) return;
    if (gate_of(number) == kValidationGate) {
        hub.on_message(peer->second, message);
    } else if (collators.counts(number, peer->second)) {
        collations.on_collator_message(peer->second, gate_of(number), message);
    }
}

}  // namespace serinus::services::paras
