#include "network/discovery/authority_discovery.hpp"

#include <algorithm>

namespace serinus::network::discovery {
namespace {

constexpr size_t kMaxHolders = 20;  // k: more are not told of a newer record

}  // namespace

AuthorityDiscovery::AuthorityDiscovery(Dht& dht, const PeerId& own, const OwnAddresses& addresses,
                                       AuthoritySource& source, AuthorityDirectory& directory,
                                       const AuthorityDiscoveryOptions& options)
    : dht_(dht),
      own_peer_(own),
      addresses_(addresses),
      source_(source),
      directory_(directory),
      options_(options),
      query_interval_(options.first_interval_ms),
      publish_interval_(options.first_interval_ms) {
    dht_.add_listener(*this);
    dht_.check_put = [this](const Record& record, const PeerId& from, Millis now) {
        return check_put(record, from, now);
    };
}

void AuthorityDiscovery::on_timer(Millis now) {
    if (next_query_ <= now) {
        is_query_due_ = true;
        next_query_ = now + query_interval_;
        query_interval_ = std::min(2 * query_interval_, options_.max_query_interval_ms);
    }
    if (next_publish_ <= now) {
        is_publish_due_ = true;
        next_publish_ = now + publish_interval_;
        publish_interval_ = std::min(2 * publish_interval_, options_.max_publish_interval_ms);
    }
    next_request_ = std::min({next_query_, next_publish_, now + options_.keys_interval_ms});
    source_.request_authorities();
}

void AuthorityDiscovery::on_authorities(const std::vector<AuthorityId>& all, const std::vector<AuthorityId>& own,
                                        Millis now) {
    const bool are_new_keys = own != own_;
    own_ = own;
    by_key_.clear();
    for (const AuthorityId& one : all) by_key_.emplace(record_key_of(one), one);
    const std::set<AuthorityId> set(all.begin(), all.end());
    std::erase_if(known_, [&](const auto& one) { return !set.contains(one.first); });
    directory_.retain(set);
    update_peers(now);

    if (are_new_keys) {
        publish_interval_ = query_interval_ = options_.first_interval_ms;
        is_publish_due_ = is_query_due_ = true;
    }
    if (addresses_.all() != published_addresses_) is_publish_due_ = true;
    if (std::exchange(is_publish_due_, false)) publish(now);
    if (std::exchange(is_query_due_, false) && options_.looks_up) {
        pending_.clear();
        for (const AuthorityId& one : set) {
            const bool is_asked = std::ranges::any_of(looking_up_, [&](const auto& job) { return job.second == one; });
            if (!is_asked && std::ranges::find(own_, one) == own_.end()) pending_.push_back(one);
        }
        // A node begins at its own place of the list, so that all do not ask for the same ones at the same time.
        const auto begin = std::ranges::lower_bound(pending_, AuthorityId{kademlia::key_of(own_peer_).bytes});
        std::rotate(pending_.begin(), begin, pending_.end());
    }
    start_look_ups(now);
}

void AuthorityDiscovery::publish(Millis now) {
    published_addresses_ = addresses_.all();
    if (own_.empty()) return;
    AuthorityRecord record{.addresses = published_addresses_, .created_ns = source_.unix_time_ns()};
    if (record.addresses.size() > kMaxPublishedAddresses) record.addresses.resize(kMaxPublishedAddresses);
    if (record.addresses.empty()) {
        // Perhaps somebody says soon from where this node is seen.
        publish_interval_ = options_.first_interval_ms;
        next_publish_ = now + publish_interval_;
        next_request_ = std::min(next_request_, next_publish_);
        return;
    }
    for (Multiaddr& address : record.addresses) address = address.with_peer_id(own_peer_);
    ++counters_.times_published;
    counters_.addresses_last_published = record.addresses.size();
    SignedAuthorityRecord outer{.record = encode(record), .peer_key = wire::encode_public_key(options_.node_key)};
    outer.peer_signature = source_.sign_as_peer(outer.record);
    for (const AuthorityId& authority : own_) {
        const auto signature = source_.sign(authority, outer.record);
        if (!signature) continue;
        outer.authority_signature = *signature;
        const QueryId id = dht_.put_value({.key = record_key_of(authority), .value = encode(outer)}, now);
        if (id != 0) putting_.insert(id);
    }
}

void AuthorityDiscovery::start_look_ups(Millis now) {
    while (!pending_.empty() && looking_up_.size() < options_.max_look_ups) {
        const AuthorityId authority = pending_.back();
        const QueryId id = dht_.get_value(record_key_of(authority), now);
        if (id == 0) break;
        pending_.pop_back();
        ++counters_.addresses_requested;
        looking_up_.emplace(id, authority);
    }
}

PutVerdict AuthorityDiscovery::check_put(const Record& record, const PeerId&, Millis now) {
    ++counters_.put_record_requests;
    const auto authority = by_key_.find(record.key);
    if (authority == by_key_.end()) return PutVerdict::kRefuse;
    const auto checked = check_authority_record(record.value, authority->second);
    if (!checked) {
        return checked.error() == AuthorityRecordError::kWrongAuthoritySignature ? PutVerdict::kLie
                                                                                 : PutVerdict::kRefuse;
    }
    // Observed: polkadot-stable2407: the publisher is the peer that signed
    if (record.publisher && *record.publisher != checked->peer) return PutVerdict::kRefuse;
    const auto known = known_.find(authority->second);
    if (known != known_.end() && checked->created_ns < known->second.created_ns) return PutVerdict::kRefuse;
    take(authority->second, record, *checked, std::nullopt, now);
    return PutVerdict::kKeep;
}

void AuthorityDiscovery::take(const AuthorityId& authority, const Record& record, const CheckedAuthorityRecord& checked,
                              const std::optional<PeerId>& from, Millis now) {
    const auto found = known_.find(authority);
    if (found != known_.end() && checked.created_ns < found->second.created_ns) {
        // RFC-91: a peer with an older record is sent the newer
        if (from) (void)dht_.put_value_to(found->second.record, {*from}, now);
        return;
    }
    if (found != known_.end() && checked.created_ns == found->second.created_ns) {
        if (from && found->second.holders.size() < kMaxHolders) found->second.holders.insert(*from);
        return;
    }
    if (found != known_.end() && !found->second.holders.empty()) {
        const std::vector<PeerId> holders(found->second.holders.begin(), found->second.holders.end());
        (void)dht_.put_value_to(record, holders, now);
    }
    // The record in this node's own store must not be older than the known one.
    if (from && dht_.records().find(record.key, now)) dht_.keep(record, now);
    Known known{.record = record, .peer = checked.peer, .created_ns = checked.created_ns};
    if (from) known.holders.insert(*from);
    known_.insert_or_assign(authority, std::move(known));
    if (checked.peer == own_peer_) return;
    if (on_address) {
        for (const Multiaddr& address : checked.addresses) on_address(checked.peer, address, now);
    }
    directory_.set(authority, {.peer = checked.peer, .addresses = checked.addresses});
    update_peers(now);
}

void AuthorityDiscovery::update_peers(Millis now) {
    std::set<PeerId> peers;
    for (const auto& [authority, known] : known_) {
        if (known.peer != own_peer_) peers.insert(known.peer);
    }
    if (peers == peers_) return;
    peers_ = std::move(peers);
    if (on_peers) on_peers(peers_, now);
}

void AuthorityDiscovery::on_value(QueryId id, const Record& record, const std::optional<PeerId>& from, Millis now) {
    const auto found = looking_up_.find(id);
    if (found == looking_up_.end()) return;
    const AuthorityId authority = found->second;
    ++counters_.value_found;
    const auto checked = check_authority_record(record.value, authority);
    if (!checked) {
        ++counters_.value_found_failures;
        return;
    }
    take(authority, record, *checked, from, now);
}

void AuthorityDiscovery::on_query_done(QueryId id, const QueryResult& result, Millis now) {
    if (putting_.erase(id) > 0) {
        // The interval grows by doubling alone, unlike in the reference, which waits for an hour after the first
        // success: in a network that is just starting the first holders are few, and not those that are closest later.
        ++(result.is_success ? counters_.value_put : counters_.value_put_failed);
        return;
    }
    if (looking_up_.erase(id) == 0) return;
    if (!result.is_success) ++counters_.value_not_found;
    start_look_ups(now);
}

AuthorityDiscoveryCounters AuthorityDiscovery::counters() const {
    AuthorityDiscoveryCounters out = counters_;
    out.requests_pending = pending_.size();
    out.known_authorities = known_.size();
    return out;
}

}  // namespace serinus::network::discovery
