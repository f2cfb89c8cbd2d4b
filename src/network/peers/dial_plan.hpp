/// From one multiaddress to a connection: which names to look up, which endpoints to try, and when.
///
/// Sans-I/O; one plan is one dial. Endpoints are tried in turn, IPv6 and IPv4 alternating, the next one 250 ms after
/// the last or as soon as all before it failed; the first that connects ends the plan. Names of /dnsaddr are followed
/// through their text records.
/// Spec: RFC 8305, 4 and 5; multiformats dnsaddr
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <variant>

#include "libp2p/wire/transport_address.hpp"

namespace serinus::network {

struct DialPlanOptions {
    /// Spec: RFC 8305, 5 and 3
    uint64_t attempt_delay_ms = 250, resolution_delay_ms = 50;
    uint64_t timeout_ms = 10'000;  ///< until an endpoint connects
    size_t max_lookups = 16, max_attempts = 16, max_depth = 4;
};

class DialPlan {
  public:
    using Millis = uint64_t;  ///< monotonic
    using Id = uint32_t;

    /// To be answered with on_found() or on_not_found().
    struct Lookup {
        enum class Kind : uint8_t { kIp4, kIp6, kText };
        Id id = 0;
        Kind kind = Kind::kIp4;
        std::string name;
    };
    /// A TCP connection to be tried; its outcome is told with on_connected() or on_attempt_failed().
    struct Attempt {
        Id id = 0;
        std::string ip;
        wire::TransportAddress target;
        wire::Multiaddr address;  ///< without the peer id; a name in it was looked up
    };
    /// The plan is over: attempts under way are given up. The reason is a sentence.
    struct GaveUp {
        std::string reason;
    };
    using Action = std::variant<Lookup, Attempt, GaveUp>;
    using Actions = std::vector<Action>;

    explicit DialPlan(const DialPlanOptions& options = {}) : options_(options) {}

    /// Once, at first.
    void start(const wire::Multiaddr& address, Millis now, Actions& actions);
    /// IP addresses as text, or text records.
    void on_found(Id lookup, const std::vector<std::string>& results, Millis now, Actions& actions);
    void on_not_found(Id lookup, const std::string& reason, Millis now, Actions& actions);
    void on_attempt_failed(Id attempt, const std::string& reason, Millis now, Actions& actions);
    void on_connected() { is_over_ = true; }

    void on_timer(Millis now, Actions& actions);
    std::optional<Millis> next_timer() const;
    bool is_over() const noexcept { return is_over_; }

  private:
    struct Question {
        Lookup::Kind kind = Lookup::Kind::kIp4;
        wire::Multiaddr address;  ///< the answers are for it
        size_t depth = 0;
    };
    struct Endpoint {
        std::string ip;
        wire::TransportAddress target;
        wire::Multiaddr address;
    };

    void add(const wire::Multiaddr& address, size_t depth, Actions& actions);
    void ask(Lookup::Kind kind, const std::string& name, const wire::Multiaddr& address, size_t depth,
             Actions& actions);
    void add_endpoint(Endpoint endpoint);
    void advance(Millis now, Actions& actions);
    void note(std::string reason);

    DialPlanOptions options_;
    std::optional<wire::PeerId> peer_;
    std::map<Id, Question> questions_;
    std::deque<Endpoint> ip6_, ip4_;  ///< not tried yet
    std::set<std::string> seen_;      ///< endpoints with their layers
    std::set<Id> running_;
    bool is_ip6_next_ = true;
    bool has_begun_ = false;  ///< an endpoint was tried
    Millis deadline_ = 0;
    std::optional<Millis> next_attempt_;
    std::string reasons_;
    size_t lookups_ = 0;
    Id next_id_ = 1;
    bool is_over_ = false;
};

}  // namespace serinus::network
