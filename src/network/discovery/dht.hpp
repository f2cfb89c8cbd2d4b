/// The distributed hash table as a module: asks others, answers them, and keeps the records that they store here.
///
/// Only peers that answered, or that say that they speak the protocol, stand in the table; peers that others name are
/// candidates of a look-up.
/// Spec: libp2p kad-dht
/// Observed: polkadot-stable2407, litep2p/discovery.rs; litep2p 0.8, kademlia
#pragma once

#include <deque>
#include <functional>

#include "libp2p/kademlia/look_up.hpp"
#include "libp2p/kademlia/records.hpp"
#include "libp2p/kademlia/table.hpp"
#include "network/peers/peer_manager.hpp"

namespace serinus::network::discovery {

using kademlia::PeerInfo;
using kademlia::Record;
using QueryId = uint64_t;

inline constexpr Report kMalformedAnswer{kMalicious, "Malformed answer of the DHT"};
inline constexpr Report kForgedRecord{kMalicious, "Forged record of the DHT"};
/// Ours: as little as a known message of gossip is worth there.
inline constexpr Report kUsefulAnswer{1 << 4, "Answer of the DHT"};

struct DhtOptions {
    link::ProtocolIndex protocol = 0;
    /// Addresses of private networks: taken from others and told to them.
    bool allow_private_addresses = true;
    size_t quorum =
        4;  ///< holders of a value that a look-up waits for. Observed: sc-network 0.61: GET_RECORD_REDUNDANCY_FACTOR
    size_t max_queries = 48;  ///< that run; others wait for their turn
    size_t max_waiting_queries = 2048;
    size_t max_dials = 48;  ///< at once, for look-ups
    size_t max_query_connections = 64;
    Millis dial_timeout_ms = 15'000;
    /// Of one peer that are answered: so many at once, then so many a second. Ours; a look-up of a peer asks once.
    uint64_t request_burst = 200, requests_per_second = 20;
    Millis idle_ms = 15'000;               ///< a connection that was made for look-ups alone is closed then
    Millis provide_again_ms = 12'600'000;  ///< Observed: sc-network 0.60.0: 3.5 h
    kademlia::TableOptions table = {};
    kademlia::RecordsOptions records = {};
    kademlia::QueryOptions query = {};
};

/// The protocol as the core has to know it. `names`: the best first.
link::RequestProtocol kademlia_protocol(std::vector<std::string> names);

struct QueryResult {
    bool is_success = false;  ///< somebody answered; of values: one was found; of a record to store: a peer took it
    std::vector<PeerInfo> closest = {};    ///< that answered
    std::vector<PeerInfo> providers = {};  ///< of get_providers()
    size_t values = 0;                     ///< of get_value(): peers that had one
    size_t stored = 0;                     ///< of put_value(): peers that confirmed it
};

/// Of a record that a peer wants to leave here.
enum class PutVerdict : uint8_t {
    kKeep,
    kRefuse,
    kLie,  ///< proven: nobody can have given it to the peer in good faith
};

class DhtListener {
  public:
    virtual ~DhtListener() = default;
    /// A peer named these; nothing is proven of them.
    virtual void on_peers_found(const std::vector<PeerInfo>&, Millis) {}
    /// Of get_value(), as often as somebody has one. `from` nullopt: this node.
    virtual void on_value(QueryId, const Record&, const std::optional<PeerId>& from, Millis) { (void)from; }
    virtual void on_query_done(QueryId, const QueryResult&, Millis) {}
};

class Dht final : public Module {
  public:
    Dht(Core& core, PeerManager& peers, const PeerId& own, const DhtOptions& options);

    void add_listener(DhtListener& listener) { listeners_.push_back(&listener); }
    /// Judges each record that a peer wants to leave here. Without a check none is kept.
    std::function<PutVerdict(const Record&, const PeerId& from, Millis)> check_put;
    /// The addresses under which this node is found, for provider records.
    void set_own_addresses(std::vector<wire::Multiaddr> addresses) { own_addresses_ = std::move(addresses); }

    /// A peer that speaks the protocol.
    void add_peer(const PeerId& peer, const std::vector<wire::Multiaddr>& addresses);

    // Each ends with on_query_done(), never before the call returns. 0: too many wait.
    QueryId find_node(BytesView target, Millis now);
    QueryId get_value(BytesView key, Millis now);
    /// To the k closest, and to this node, which is named as the publisher.
    QueryId put_value(Record record, Millis now);
    /// To these peers alone.
    QueryId put_value_to(Record record, const std::vector<PeerId>& peers, Millis now);
    QueryId get_providers(BytesView key, Millis now);
    /// Says that this node provides the key, again and again until stop_providing().
    QueryId start_providing(Bytes key, Millis now);
    void stop_providing(BytesView key);

    /// Without asking anybody.
    void keep(Record record, Millis now) { (void)records_.put(std::move(record), now); }
    const kademlia::Table& table() const noexcept { return table_; }
    const kademlia::Records& records() const noexcept { return records_; }
    size_t running() const noexcept { return jobs_.size(); }
    size_t query_connections() const noexcept { return dialed_.size(); }
    size_t memory_bytes() const noexcept { return table_.memory_bytes() + records_.memory_bytes(); }

    void on_peer_connected(const PeerId& peer, Millis now) override;
    void on_peer_gone(const PeerId& peer, Millis now) override;
    void on_dial_failed(const wire::Multiaddr& address, bool is_wrong_peer, Millis now) override;
    void on_request(link::RequestEvent event, Millis now) override;
    void on_timer(Millis now) override;
    std::optional<Millis> next_timer() const override { return wake_ ? std::min(*wake_, timer_) : timer_; }

  private:
    enum class Kind : uint8_t { kFindNode, kGetValue, kPutValue, kProvide, kGetProviders };
    struct Job {
        Kind kind = Kind::kFindNode;
        Bytes key = {};
        std::optional<kademlia::LookUp> query = {};  ///< none: the record goes to `targets` alone
        std::optional<Record> record = {};
        std::vector<PeerInfo> targets = {};  ///< for a record, still to be asked
        std::set<PeerId> asked = {};         ///< of them, without an answer yet
        bool is_storing = false;
        QueryResult result = {};
    };
    /// Requests that wait for a connection.
    struct Waiting {
        std::vector<QueryId> jobs = {};
        std::vector<wire::Multiaddr> addresses = {};  ///< that are left to dial, the best last
        std::optional<wire::Multiaddr> dialing = {};
        Millis deadline = 0;
    };
    struct Asked {
        QueryId job = 0;
        PeerId peer;
        bool is_again = false;  ///< the first request ended with its connection
    };

    /// A connection that was made for look-ups.
    struct OwnConnection {
        Millis used_at = 0;
        size_t requests = 0;  ///< without an answer yet
    };

    QueryId add_job(Job job, Millis now);
    void begin(QueryId id, Job job, Millis now);
    void pump(Millis now);
    /// False: the job is over.
    bool pump(QueryId id, Job& job, Millis now);
    bool pump_storing(QueryId id, Job& job, Millis now);
    void finish(QueryId id, Millis now);

    void ask(QueryId id, const PeerInfo& peer, Millis now);
    bool send(QueryId id, const PeerId& peer, Millis now, bool is_again = false);
    void dial_next(const PeerId& peer, Waiting& waiting, Millis now);
    void dial_waiting(Millis now);
    void fail_waiting(const PeerId& peer);
    void on_failure(QueryId id, const PeerId& peer);
    void on_response(const Asked& asked, BytesView response, Millis now);
    void on_question(const link::RequestReceived& received, Millis now);
    kademlia::Message request_of(const Job& job) const;

    bool may_ask(const PeerId& peer, Millis now);
    std::optional<kademlia::Message> answer(const PeerId& peer, kademlia::Message request, Millis now);
    /// The closest peers of the table, for an answer or the start of a look-up.
    std::vector<PeerInfo> closest(const kademlia::Key& target, const std::optional<PeerId>& except, size_t count) const;
    /// Without this node, and without addresses that are not for the table.
    std::vector<PeerInfo> usable(std::vector<PeerInfo> peers) const;
    void close_idle(Millis now);
    bool is_needed(const PeerId& peer, const OwnConnection& connection) const;
    void set_timer(Millis now);
    void request_ended(const PeerId& peer);

    Core& core_;
    PeerManager& peers_;
    PeerId own_;
    DhtOptions options_;
    std::vector<DhtListener*> listeners_;
    kademlia::Table table_;
    kademlia::Records records_;
    std::map<QueryId, Job> jobs_;
    std::deque<std::pair<QueryId, Job>> queue_;
    std::map<link::RequestId, Asked> asked_;
    std::map<PeerId, Waiting> waiting_;
    std::map<PeerId, OwnConnection> dialed_;
    /// Requests of each peer that has asked: thousandths that are left, and when that was.
    std::map<PeerId, std::pair<uint64_t, Millis>> allowances_;
    std::map<Bytes, Millis> providing_;  ///< when to say it again
    std::vector<wire::Multiaddr> own_addresses_;
    size_t dialing_ = 0;
    QueryId next_query_ = 1;
    std::set<QueryId> touched_;   ///< something happened to these jobs
    std::optional<Millis> wake_;  ///< jobs were given since the last event of this module
    Millis timer_ = 0;            ///< as of the last event of this module
    Millis next_expiry_ = 0;
};

}  // namespace serinus::network::discovery
