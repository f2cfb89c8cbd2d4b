#include "network/discovery/dht.hpp"

#include <algorithm>

namespace serinus::network::discovery {
namespace {

using kademlia::key_of;
using kademlia::Message;
using kademlia::MessageType;

constexpr Millis kExpiryPeriodMs = 600'000;
/// Addresses of one peer that are dialed for a look-up.
constexpr size_t kMaxDialsPerPeer = 3;

}  // namespace

link::RequestProtocol kademlia_protocol(std::vector<std::string> names) {
    return {.names = std::move(names),
            .max_request_bytes = kademlia::kMaxMessageBytes,
            .max_response_bytes = kademlia::kMaxMessageBytes,
            .timeout_ms = 10'000,
            .max_inbound = 256,
            .max_inbound_per_peer = 16};
}

Dht::Dht(Core& core, PeerManager& peers, const PeerId& own, const DhtOptions& options)
    : core_(core),
      peers_(peers),
      own_(own),
      options_(options),
      table_(own, options.table),
      records_(own, options.records) {}

void Dht::add_peer(const PeerId& peer, const std::vector<wire::Multiaddr>& addresses) {
    const auto kept = usable({PeerInfo{.peer = peer, .addresses = addresses}});
    if (!kept.empty() && table_.add(peer, kept[0].addresses)) table_.set_connected(peer, core_.is_connected(peer));
}

// Jobs

QueryId Dht::find_node(BytesView target, Millis now) {
    return add_job({.kind = Kind::kFindNode, .key = to_bytes(target)}, now);
}

QueryId Dht::get_value(BytesView key, Millis now) {
    return add_job({.kind = Kind::kGetValue, .key = to_bytes(key)}, now);
}

QueryId Dht::put_value(Record record, Millis now) {
    // Observed: litep2p 0.8 names the publisher; the reference refuses records without one
    record.publisher = own_;
    if (record.ttl_seconds == 0) record.ttl_seconds = static_cast<uint32_t>(options_.records.record_ttl_ms / 1000);
    keep(record, now);
    Bytes key = record.key;
    return add_job({.kind = Kind::kPutValue, .key = std::move(key), .record = std::move(record)}, now);
}

QueryId Dht::put_value_to(Record record, const std::vector<PeerId>& peers, Millis now) {
    Job job{.kind = Kind::kPutValue, .key = record.key, .is_storing = true};
    for (const PeerId& peer : peers) job.targets.push_back({.peer = peer});
    job.record = std::move(record);
    return add_job(std::move(job), now);
}

QueryId Dht::get_providers(BytesView key, Millis now) {
    return add_job({.kind = Kind::kGetProviders, .key = to_bytes(key)}, now);
}

QueryId Dht::start_providing(Bytes key, Millis now) {
    providing_[key] = now + options_.provide_again_ms;
    (void)records_.add_provider(key, {.peer = own_, .addresses = own_addresses_}, now);
    return add_job({.kind = Kind::kProvide, .key = std::move(key)}, now);
}

void Dht::stop_providing(BytesView key) { providing_.erase(to_bytes(key)); }

QueryId Dht::add_job(Job job, Millis now) {
    if (queue_.size() >= options_.max_waiting_queries) return 0;
    const QueryId id = next_query_++;
    queue_.emplace_back(id, std::move(job));
    wake_ = now;
    return id;
}

void Dht::begin(QueryId id, Job job, Millis now) {
    if (!job.is_storing) {
        const auto target = key_of(job.key);
        job.query.emplace(target, own_, closest(target, std::nullopt, options_.query.k), options_.query, now);
    }
    Job& kept = jobs_.emplace(id, std::move(job)).first->second;
    touched_.insert(id);
    if (kept.kind == Kind::kGetValue) {
        if (const auto own = records_.find(kept.key, now)) {
            if (++kept.result.values >= options_.quorum) kept.query->finish();
            for (DhtListener* one : listeners_) one->on_value(id, *own, std::nullopt, now);
        }
    } else if (kept.kind == Kind::kGetProviders) {
        kept.result.providers = records_.providers(kept.key, now);
    }
}

void Dht::pump(Millis now) {
    wake_.reset();
    for (;;) {
        for (const QueryId id : std::exchange(touched_, {})) {
            const auto found = jobs_.find(id);
            if (found != jobs_.end() && !pump(id, found->second, now)) finish(id, now);
        }
        if (queue_.empty() || jobs_.size() >= options_.max_queries) break;
        auto [id, job] = std::move(queue_.front());
        queue_.pop_front();
        begin(id, std::move(job), now);
    }
    dial_waiting(now);
    close_idle(now);
    set_timer(now);
}

bool Dht::pump(QueryId id, Job& job, Millis now) {
    if (job.is_storing) return pump_storing(id, job, now);
    while (const auto peer = job.query->next(now)) ask(id, *peer, now);
    if (!job.query->is_over(now)) return true;
    job.result.closest = job.query->closest();
    job.result.is_success = !job.result.closest.empty();
    if (job.kind == Kind::kGetValue) job.result.is_success = job.result.values > 0;
    if (job.kind == Kind::kGetProviders) job.result.is_success |= !job.result.providers.empty();
    if (job.kind != Kind::kPutValue && job.kind != Kind::kProvide) return false;
    job.is_storing = true;
    job.result.is_success = false;
    job.targets = job.result.closest;
    return pump_storing(id, job, now);
}

bool Dht::pump_storing(QueryId id, Job& job, Millis now) {
    while (!job.targets.empty() && job.asked.size() < options_.query.parallelism) {
        const PeerInfo peer = std::move(job.targets.back());
        job.targets.pop_back();
        job.asked.insert(peer.peer);
        ask(id, peer, now);
    }
    return !job.targets.empty() || !job.asked.empty();
}

void Dht::finish(QueryId id, Millis now) {
    auto node = jobs_.extract(id);
    if (node.empty()) return;
    for (DhtListener* one : listeners_) one->on_query_done(id, node.mapped().result, now);
}

// Asking

Message Dht::request_of(const Job& job) const {
    Message out{.key = job.key};
    switch (job.kind) {
        case Kind::kFindNode:
            out.type = MessageType::kFindNode;
            break;
        case Kind::kGetValue:
            out.type = MessageType::kGetValue;
            break;
        case Kind::kGetProviders:
            out.type = MessageType::kGetProviders;
            break;
        case Kind::kPutValue:
            out.type = job.is_storing ? MessageType::kPutValue : MessageType::kFindNode;
            if (job.is_storing) out.record = job.record;
            break;
        case Kind::kProvide:
            out.type = job.is_storing ? MessageType::kAddProvider : MessageType::kFindNode;
            if (job.is_storing) out.provider_peers = {{.peer = own_, .addresses = own_addresses_}};
            break;
    }
    return out;
}

void Dht::ask(QueryId id, const PeerInfo& peer, Millis now) {
    if (core_.is_connected(peer.peer)) {
        if (!send(id, peer.peer, now)) on_failure(id, peer.peer);
        return;
    }
    const auto found = waiting_.find(peer.peer);
    if (found != waiting_.end()) {
        found->second.jobs.push_back(id);
        return;
    }
    // Addresses that worked before are dialed first.
    std::vector<wire::Multiaddr> addresses = peers_.known_addresses(peer.peer, kMaxDialsPerPeer);
    const auto add = [&addresses](const std::vector<wire::Multiaddr>& more) {
        for (const auto& address : more) {
            const auto bare = address.without_peer_id();
            if (addresses.size() < kMaxDialsPerPeer && std::ranges::find(addresses, bare) == addresses.end())
                addresses.push_back(bare);
        }
    };
    add(peer.addresses);
    if (const auto* entry = table_.find(peer.peer)) add(entry->addresses);
    if (addresses.empty() || peers_.is_banned(peer.peer, now)) return on_failure(id, peer.peer);
    std::ranges::reverse(addresses);
    waiting_[peer.peer] = {.jobs = {id}, .addresses = std::move(addresses)};
}

bool Dht::send(QueryId id, const PeerId& peer, Millis now, bool is_again) {
    const auto job = jobs_.find(id);
    if (job == jobs_.end()) return true;
    const auto request = core_.request(*this, peer, options_.protocol, kademlia::encode(request_of(job->second)), now);
    if (!request) return false;
    asked_.emplace(*request, Asked{id, peer, is_again});
    const auto own = dialed_.find(peer);
    if (own != dialed_.end()) own->second = {now, own->second.requests + 1};
    return true;
}

void Dht::dial_waiting(Millis now) {
    for (auto at = waiting_.begin(); at != waiting_.end() && dialing_ < options_.max_dials;) {
        const auto here = at++;
        if (here->second.deadline == 0) dial_next(here->first, here->second, now);
    }
}

void Dht::dial_next(const PeerId& peer, Waiting& waiting, Millis now) {
    if (waiting.addresses.empty()) return fail_waiting(peer);
    waiting.dialing = std::move(waiting.addresses.back());
    waiting.addresses.pop_back();
    waiting.deadline = now + options_.dial_timeout_ms;
    ++dialing_;
    core_.dial(*waiting.dialing, peer);
}

void Dht::fail_waiting(const PeerId& peer) {
    const auto node = waiting_.extract(peer);
    if (node.empty()) return;
    for (const QueryId id : node.mapped().jobs) on_failure(id, peer);
    table_.on_failure(peer);
}

void Dht::on_failure(QueryId id, const PeerId& peer) {
    const auto found = jobs_.find(id);
    if (found == jobs_.end()) return;
    touched_.insert(id);
    if (found->second.is_storing) {
        found->second.asked.erase(peer);
    } else {
        found->second.query->on_failure(peer);
    }
}

void Dht::on_dial_failed(const wire::Multiaddr& address, bool, Millis now) {
    const auto peer = address.peer_id();
    if (!peer) return;
    const auto found = waiting_.find(*peer);
    if (found == waiting_.end() || found->second.dialing != address.without_peer_id()) return;
    found->second.dialing.reset();
    --dialing_;
    dial_next(*peer, found->second, now);
    pump(now);
}

void Dht::on_peer_connected(const PeerId& peer, Millis now) {
    table_.set_connected(peer, true);
    auto node = waiting_.extract(peer);
    if (node.empty()) return;
    if (node.mapped().dialing) {
        --dialing_;
        dialed_[peer].used_at = now;
    }
    for (const QueryId id : node.mapped().jobs) {
        if (!send(id, peer, now)) on_failure(id, peer);
    }
    pump(now);
}

void Dht::on_peer_gone(const PeerId& peer, Millis) {
    table_.set_connected(peer, false);
    dialed_.erase(peer);
    allowances_.erase(peer);
}

void Dht::on_question(const link::RequestReceived& received, Millis now) {
    // A peer that asks for more than it may pays as for an answer.
    if (!may_ask(received.peer, now)) {
        core_.respond(received.request, std::nullopt, now);
        return core_.report(received.peer, kAnswerPrice, now);
    }
    auto request = kademlia::decode_message(received.content);
    // Observed: libp2p-kad 0.46.2 closes the substream, and thinks no worse of the peer
    if (!request) return core_.respond(received.request, std::nullopt, now);
    const auto response = answer(received.peer, *std::move(request), now);
    core_.respond(received.request, response ? std::optional(kademlia::encode(*response)) : std::nullopt, now);
    core_.report(received.peer, kAnswerPrice, now);
}

void Dht::on_request(link::RequestEvent event, Millis now) {
    if (const auto* received = std::get_if<link::RequestReceived>(&event)) {
        return on_question(*received, now);
    }
    if (const auto* response = std::get_if<link::ResponseReceived>(&event)) {
        const auto node = asked_.extract(response->request);
        if (node.empty()) return;
        request_ended(node.mapped().peer);
        on_response(node.mapped(), response->response, now);
    } else if (const auto* failed = std::get_if<link::RequestFailed>(&event)) {
        const auto node = asked_.extract(failed->request);
        if (node.empty()) return;
        const auto [id, peer, is_again] = node.mapped();
        request_ended(peer);
        // Of two connections, of nodes that dialed each other at once, one ends with its requests; the other stands.
        if (failed->error == link::RequestError::kDisconnected && !is_again && send(id, peer, now, true)) return;
        const auto job = jobs_.find(id);
        // A node that takes a provider, or an old one that takes a record, just closes.
        // Observed: litep2p 0.8 confirms no PUT_VALUE; libp2p kad-dht has no answer to ADD_PROVIDER
        const bool is_taken =
            job != jobs_.end() && job->second.is_storing && failed->error == link::RequestError::kRefused;
        if (is_taken) {
            job->second.result.is_success = true;
        } else if (job == jobs_.end() || !job->second.is_storing) {
            table_.on_failure(peer);
        }
        on_failure(id, peer);
        if (!is_taken && failed->error != link::RequestError::kDisconnected) core_.report(peer, kRequestFailed, now);
    }
    pump(now);
}

void Dht::on_response(const Asked& asked, BytesView encoded, Millis now) {
    auto response = kademlia::decode_message(encoded);
    if (!response) {
        on_failure(asked.job, asked.peer);
        table_.remove(asked.peer);
        return core_.report(asked.peer, kMalformedAnswer, now);
    }
    table_.on_success(asked.peer);
    core_.report(asked.peer, kUsefulAnswer, now);
    const auto found = jobs_.find(asked.job);
    if (found == jobs_.end()) return;
    Job& job = found->second;
    touched_.insert(asked.job);
    if (job.is_storing) {
        job.asked.erase(asked.peer);
        ++job.result.stored;
        job.result.is_success = true;
        return;
    }
    add_peer(asked.peer, peers_.known_addresses(asked.peer, options_.table.max_addresses_per_peer));
    const auto closer = usable(std::move(response->closer_peers));
    job.query->on_answer(asked.peer, closer);
    if (job.kind == Kind::kGetProviders) {
        auto& all = job.result.providers;
        for (PeerInfo& one : response->provider_peers) {
            const bool is_known = std::ranges::find(all, one.peer, &PeerInfo::peer) != all.end();
            if (!is_known && all.size() < options_.records.max_providers_per_key) all.push_back(std::move(one));
        }
    }
    const bool has_value = job.kind == Kind::kGetValue && response->record && equal(response->record->key, job.key);
    if (has_value && ++job.result.values >= options_.quorum) job.query->finish();
    const QueryId id = asked.job;
    for (DhtListener* one : listeners_) {
        if (has_value) one->on_value(id, *response->record, asked.peer, now);
        if (!closer.empty()) one->on_peers_found(closer, now);
    }
}

// Answering

bool Dht::may_ask(const PeerId& peer, Millis now) {
    constexpr uint64_t kOne = 1000;
    const uint64_t full = options_.request_burst * kOne;
    auto& [left, at] = allowances_.try_emplace(peer, full, now).first->second;
    left = std::min(full, left + std::min<Millis>(now - at, 3'600'000) * options_.requests_per_second);
    at = now;
    if (left < kOne) return false;
    left -= kOne;
    return true;
}

std::optional<Message> Dht::answer(const PeerId& peer, Message request, Millis now) {
    Message out{.type = request.type, .key = request.key};
    switch (request.type) {
        case MessageType::kFindNode:
            out.closer_peers = closest(key_of(request.key), peer, kademlia::kMaxPeersPerMessage);
            return out;
        case MessageType::kGetValue:
            out.record = records_.find(request.key, now);
            out.closer_peers = closest(key_of(request.key), peer, kademlia::kMaxPeersPerMessage);
            return out;
        case MessageType::kPutValue:
            if (!request.record || request.record->value.size() > kademlia::kMaxValueBytes) return std::nullopt;
            switch (check_put ? check_put(*request.record, peer, now) : PutVerdict::kRefuse) {
                case PutVerdict::kKeep:
                    break;
                case PutVerdict::kLie:
                    core_.report(peer, kForgedRecord, now);
                    [[fallthrough]];
                case PutVerdict::kRefuse:
                    return std::nullopt;
            }
            out.key = request.record->key;
            out.record = request.record;
            if (!records_.put(*std::move(request.record), now)) return std::nullopt;
            return out;
        case MessageType::kAddProvider:
            for (const PeerInfo& one : usable(std::move(request.provider_peers))) {
                // A peer speaks for itself alone.
                if (one.peer == peer) (void)records_.add_provider(request.key, one, now);
            }
            return std::nullopt;
        case MessageType::kGetProviders:
            out.provider_peers = records_.providers(request.key, now);
            out.closer_peers = closest(key_of(request.key), peer, kademlia::kMaxPeersPerMessage);
            return out;
        case MessageType::kPing:
            return out;
    }
    return std::nullopt;
}

std::vector<PeerInfo> Dht::closest(const kademlia::Key& target, const std::optional<PeerId>& except,
                                   size_t count) const {
    std::vector<PeerInfo> out;
    for (const auto* entry : table_.closest(target, count + 1)) {
        if (out.size() == count || entry->peer == except) continue;
        out.push_back({.peer = entry->peer,
                       .addresses = entry->addresses,
                       .connection = entry->is_connected ? kademlia::ConnectionType::kConnected
                                                         : kademlia::ConnectionType::kNotConnected});
    }
    return out;
}

std::vector<PeerInfo> Dht::usable(std::vector<PeerInfo> peers) const {
    std::erase_if(peers, [this](const PeerInfo& one) { return one.peer == own_; });
    for (PeerInfo& one : peers) {
        for (auto& address : one.addresses) address = address.without_peer_id();
        std::erase_if(one.addresses, [this](const wire::Multiaddr& address) {
            return address.empty() || (!options_.allow_private_addresses && !address.is_global());
        });
    }
    return peers;
}

// Time

void Dht::request_ended(const PeerId& peer) {
    const auto own = dialed_.find(peer);
    if (own != dialed_.end() && own->second.requests > 0) --own->second.requests;
}

bool Dht::is_needed(const PeerId& peer, const OwnConnection& connection) const {
    return connection.requests > 0 || peers_.has_place(peer);
}

/// Closes connections that were made for look-ups alone: those that are idle, and the longest idle above the bound.
void Dht::close_idle(Millis now) {
    std::vector<std::pair<Millis, PeerId>> idle;
    for (const auto& [peer, one] : dialed_) {
        if (!is_needed(peer, one)) idle.emplace_back(one.used_at, peer);
    }
    std::ranges::sort(idle);
    size_t open = idle.size();
    for (const auto& [used_at, peer] : idle) {
        if (open <= options_.max_query_connections && now < used_at + options_.idle_ms) break;
        --open;
        dialed_.erase(peer);
        core_.disconnect(peer);
    }
}

void Dht::on_timer(Millis now) {
    if (next_expiry_ <= now) {
        records_.expire(now);
        next_expiry_ = now + kExpiryPeriodMs;
    }
    std::vector<Bytes> due;
    for (const auto& [key, again] : providing_) {
        if (again <= now) due.push_back(key);
    }
    for (Bytes& key : due) (void)start_providing(std::move(key), now);
    std::vector<PeerId> late;
    for (const auto& [peer, waiting] : waiting_) {
        if (waiting.deadline != 0 && waiting.deadline <= now) late.push_back(peer);
    }
    for (const PeerId& peer : late) {
        dialing_ -= waiting_.at(peer).dialing.has_value();
        fail_waiting(peer);
    }
    for (const auto& [id, job] : jobs_) touched_.insert(id);
    pump(now);
}

void Dht::set_timer(Millis now) {
    timer_ = next_expiry_;
    for (const auto& [id, job] : jobs_) {
        if (!job.query || job.is_storing) continue;
        if (const auto next = job.query->next_timer(now)) timer_ = std::min(timer_, *next);
    }
    for (const auto& [key, again] : providing_) timer_ = std::min(timer_, again);
    for (const auto& [peer, waiting] : waiting_) {
        if (waiting.deadline != 0) timer_ = std::min(timer_, waiting.deadline);
    }
    for (const auto& [peer, one] : dialed_) {
        if (!is_needed(peer, one)) timer_ = std::min(timer_, one.used_at + options_.idle_ms);
    }
}

}  // namespace serinus::network::discovery
