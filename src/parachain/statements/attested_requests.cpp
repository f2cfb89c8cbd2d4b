#include "parachain/statements/attested_requests.hpp"

#include "primitives/parachain/ump_signals.hpp"

namespace serinus::parachain {

bool is_sufficient(const StatementFilter& statements, std::optional<size_t> backing_threshold) noexcept {
    return !backing_threshold || (statements.has_seconded() && statements.backing_count() >= *backing_threshold);
}

void AttestedRequests::add(const RequestId& id, const PeerId& peer, bool is_cluster) {
    Requested& requested = requests_[id];
    requested.is_cluster = requested.is_cluster || is_cluster;
    auto& known_by = requested.known_by;
    if (std::find(known_by.begin(), known_by.end(), peer) == known_by.end()) known_by.push_back(peer);
}

void AttestedRequests::remove_candidate(const CandidateHash& candidate) {
    std::erase_if(requests_, [&](const auto& entry) { return entry.first.candidate == candidate; });
}

void AttestedRequests::remove_scheduling_parent(const Hash256& scheduling_parent) {
    std::erase_if(requests_, [&](const auto& entry) { return entry.first.scheduling_parent == scheduling_parent; });
}

std::optional<AttestedRequests::Next> AttestedRequests::next(
    Millis now, const std::function<std::optional<RequestProperties>(const RequestId&)>& properties,
    const std::function<std::optional<StatementFilter>(const RequestId&, const PeerId&)>& advertised) {
    if (active_peers_.size() >= kMaxInFlight) return std::nullopt;
    // The own group first, then what was tried least often.
    std::vector<std::tuple<bool, size_t, RequestId>> order;
    for (const auto& [id, requested] : requests_) {
        const bool waits = requested.retry_at && now < *requested.retry_at;
        if (!requested.is_in_flight && !waits) order.emplace_back(!requested.is_cluster, requested.attempts, id);
    }
    std::sort(order.begin(), order.end());
    for (const auto& [is_other, attempts, id] : order) {
        auto wanted = properties(id);
        if (!wanted) {
            requests_.erase(id);
            continue;
        }
        Requested& requested = requests_.at(id);
        auto& known_by = requested.known_by;
        for (auto peer = known_by.begin(); peer != known_by.end();) {
            if (active_peers_.contains(*peer)) {
                ++peer;
                continue;
            }
            auto statements = advertised(id, *peer);
            if (!statements) {
                peer = known_by.erase(peer);
                continue;
            }
            statements->remove(wanted->unwanted);
            if (!is_sufficient(*statements, wanted->backing_threshold)) {
                ++peer;
                continue;
            }
            const PeerId target = *peer;
            known_by.erase(peer);
            known_by.push_back(target);
            requested.is_in_flight = true;
            active_peers_.insert(target);
            return Next{id, target, {id.candidate, wanted->unwanted}, *std::move(wanted)};
        }
    }
    return std::nullopt;
}

bool AttestedRequests::note_ended(const RequestId& id, const PeerId& peer, Millis now) {
    active_peers_.erase(peer);
    const auto found = requests_.find(id);
    if (found == requests_.end()) return false;
    found->second.is_in_flight = false;
    found->second.retry_at = now + kRetryDelay;
    ++found->second.attempts;
    return true;
}

std::optional<Millis> AttestedRequests::next_retry() const {
    std::optional<Millis> out;
    for (const auto& [id, requested] : requests_) {
        if (requested.is_in_flight || !requested.retry_at) continue;
        out = std::min(out.value_or(*requested.retry_at), *requested.retry_at);
    }
    return out;
}

Result<CheckedResponse, ResponseFault> check_response(const RequestId& id, const RequestProperties& properties,
                                                      const AttestedCandidateResponse& response,
                                                      const ResponseFacts& facts) {
    namespace v9 = polkadot_primitives::v9;
    const auto& descriptor = response.candidate_receipt.descriptor;
    if (v9::scheduling_parent_of(descriptor) != id.scheduling_parent ||
        descriptor.persisted_validation_data_hash != response.persisted_validation_data.hash() ||
        !facts.is_para_of_group(descriptor.para_id) || response.candidate_receipt.hash() != id.candidate) {
        return Err(ResponseFault::kInvalid);
    }
    if (!v9::check_ump_signals(response.candidate_receipt.commitments, descriptor, facts.claims)) {
        return Err(ResponseFault::kInvalidSignals);
    }
    const auto session = v9::scheduling_session_of(descriptor);
    if (session && *session != facts.session) return Err(ResponseFault::kInvalidSession);

    SERINUS_ASSERT(properties.unwanted.has_size(facts.group.size()));
    CheckedResponse out;
    StatementFilter received = StatementFilter::blank(facts.group.size());
    const size_t count = std::min(response.statements.size(), 2 * facts.group.size());
    for (size_t i = 0; i < count; ++i) {
        const SignedStatement& statement = response.statements[i];
        const auto found = std::find(facts.group.begin(), facts.group.end(), statement.validator_index);
        const auto member = static_cast<size_t>(found - facts.group.begin());
        const bool is_seconded = statement.payload.is_seconded();
        if (found == facts.group.end() || statement.payload.candidate_hash() != id.candidate ||
            properties.unwanted.contains(member, is_seconded) || received.contains(member, is_seconded)) {
            ++out.unrequested;
            continue;
        }
        if (member < facts.disabled.size() && facts.disabled[member]) continue;
        const auto key = facts.key_of(statement.validator_index);
        const Bytes payload = statement.signing_payload({facts.session, id.scheduling_parent});
        if (!key || !crypto::sr25519::verify({statement.signature._0._0}, payload, *key)) {
            ++out.bad_signatures;
            continue;
        }
        received.set(member, is_seconded);
        out.statements.push_back(statement);
    }
    if (!is_sufficient(received, properties.backing_threshold)) return Err(ResponseFault::kInvalid);
    return out;
}

}  // namespace serinus::parachain
