/// Finds the nodes of the current and next authorities through the DHT, and publishes this node's own records there.
///
/// A record counts when the authority and the peer signed it; of several the newest wins, and holders of an older one
/// are sent the newer. RFC-91 Observed: polkadot-stable2407, client/authority-discovery
#pragma once

#include "network/discovery/authority_directory.hpp"
#include "network/discovery/dht.hpp"
#include "network/discovery/own_addresses.hpp"

namespace serinus::network::discovery {

/// The node, as this module uses it.
class AuthoritySource {
  public:
    virtual ~AuthoritySource() = default;
    /// Asks the runtime on another thread; on_authorities() follows, or nothing after a failure.
    virtual void request_authorities() = 0;
    /// By the authority's key of the keystore; nullopt: it is not there any more.
    virtual std::optional<Bytes> sign(const AuthorityId& authority, BytesView message) = 0;
    /// By the node's key.
    virtual Bytes sign_as_peer(BytesView message) = 0;
    virtual uint128_t unix_time_ns() = 0;
};

/// As the reference names them. Observed: polkadot-stable2407, client/authority-discovery/worker.rs
struct AuthorityDiscoveryCounters {
    uint64_t times_published = 0;
    uint64_t addresses_last_published = 0;
    uint64_t addresses_requested = 0;  ///< look-ups
    uint64_t requests_pending = 0;
    uint64_t value_found = 0, value_not_found = 0, value_put = 0, value_put_failed = 0, put_record_requests = 0;
    uint64_t value_found_failures = 0;
    uint64_t known_authorities = 0;
};

struct AuthorityDiscoveryOptions {
    crypto::ed25519::PublicKey node_key;
    /// Looks authorities up. Other nodes only keep the records that are left with them.
    bool looks_up = true;
    size_t max_look_ups = 32;          ///< at once
    Millis first_interval_ms = 2'000;  ///< of publishing and of look-ups, doubling up to their maxima
    Millis max_publish_interval_ms = 3'600'000;
    Millis max_query_interval_ms = 600'000;
    Millis keys_interval_ms = 60'000;  ///< how often it is looked whether own keys changed
};

class AuthorityDiscovery final : public Module, public DhtListener {
  public:
    AuthorityDiscovery(Dht& dht, const PeerId& own, const OwnAddresses& addresses, AuthoritySource& source,
                       AuthorityDirectory& directory, const AuthorityDiscoveryOptions& options);

    /// The current and next authorities, and which of them have a key in the keystore.
    void on_authorities(const std::vector<AuthorityId>& all, const std::vector<AuthorityId>& own, Millis now);
    /// Of a record that a peer wants to leave here: only newer ones of authorities are kept.
    PutVerdict check_put(const Record& record, const PeerId& from, Millis now);

    AuthorityDiscoveryCounters counters() const;
    /// The peers of all authorities, when they changed.
    std::function<void(const std::set<PeerId>&, Millis)> on_peers;
    /// An address of one of them.
    std::function<void(const PeerId&, const Multiaddr&, Millis)> on_address;

    void on_timer(Millis now) override;
    std::optional<Millis> next_timer() const override { return next_request_; }

    // DhtListener
    void on_value(QueryId id, const Record& record, const std::optional<PeerId>& from, Millis now) override;
    void on_query_done(QueryId id, const QueryResult& result, Millis now) override;

  private:
    /// The newest record of an authority, and the peers that are known to have it.
    struct Known {
        Record record;
        PeerId peer;
        uint128_t created_ns = 0;
        std::set<PeerId> holders = {};
    };

    void publish(Millis now);
    void start_look_ups(Millis now);
    void take(const AuthorityId& authority, const Record& record, const CheckedAuthorityRecord& checked,
              const std::optional<PeerId>& from, Millis now);

    void update_peers(Millis now);

    Dht& dht_;
    PeerId own_peer_;
    const OwnAddresses& addresses_;
    AuthoritySource& source_;
    AuthorityDirectory& directory_;
    AuthorityDiscoveryOptions options_;
    std::map<Bytes, AuthorityId> by_key_;  ///< all authorities by the keys of their records
    std::vector<AuthorityId> own_;
    std::vector<Multiaddr> published_addresses_;
    std::vector<AuthorityId> pending_;  ///< to be looked up
    std::map<QueryId, AuthorityId> looking_up_;
    std::set<QueryId> putting_;
    std::map<AuthorityId, Known> known_;
    std::set<PeerId> peers_;
    AuthorityDiscoveryCounters counters_;
    Millis query_interval_, publish_interval_;
    Millis next_query_ = 0, next_publish_ = 0;
    Millis next_request_ = 0;  ///< of the authorities
    bool is_query_due_ = false, is_publish_due_ = false;
};

}  // namespace serinus::network::discovery
