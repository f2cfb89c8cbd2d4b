/// Endpoints joined in memory, for tests: each substream keeps its order, everything else comes in an order of the
/// test's choice.
#pragma once

#include <deque>
#include <map>
#include <random>

#include "network/link/notifications.hpp"
#include "network/link/requests.hpp"

namespace serinus::network::link {

inline PeerId test_peer(uint8_t number) {
    crypto::ed25519::PublicKey key;
    key.bytes.fill(number);
    return PeerId::of(key);
}

class TestNetwork {
  public:
    TestNetwork(std::vector<RequestProtocol> requests, std::vector<NotificationProtocol> notifications,
                size_t endpoints)
        : request_rules_(requests), notification_rules_(notifications) {
        for (size_t i = 0; i < endpoints; ++i) endpoints_.push_back(std::make_unique<Endpoint>(*this, i));
    }

    struct Endpoint : Substreams {
        Endpoint(TestNetwork& network_in, size_t index_in)
            : network(network_in),
              index(index_in),
              requests(network.request_rules_, *this),
              notifications(network.notification_rules_, *this) {}

        std::optional<SubstreamId> open(ConnectionId connection, std::vector<std::string> names, size_t) override {
            return network.open(index, connection, names);
        }
        bool send(const SubstreamKey& key, BytesView message) override { return network.send(index, key, message); }
        bool is_drained(const SubstreamKey&) const override { return drains; }
        void finish(const SubstreamKey& key) override { network.finish(index, key); }
        void reset(const SubstreamKey& key) override { network.reset(index, key); }
        void hold(const SubstreamKey& key, bool is_held) override { holds.emplace_back(key, is_held); }

        PeerId peer() const { return test_peer(static_cast<uint8_t>(index + 1)); }

        TestNetwork& network;
        size_t index;
        bool supports_protocols = true;
        bool drains = true;  ///< false: its messages wait until TestNetwork::drain()
        Requests requests;
        Notifications notifications;
        std::vector<RequestEvent> request_events;
        std::vector<NotificationEvent> notification_events;
        std::vector<std::pair<SubstreamKey, bool>> holds;  ///< that were asked for, without effect here
    };

    Endpoint& at(size_t i) { return *endpoints_[i]; }
    Millis now() const noexcept { return now_; }

    ConnectionId connect(size_t a, size_t b) {
        const ConnectionId id = next_connection_++;
        connections_[id] = {a, b};
        for (const auto& [one, other] : {std::pair(a, b), std::pair(b, a)}) {
            at(one).requests.on_connected(id, at(other).peer());
            at(one).notifications.on_connected(id, at(other).peer());
        }
        return id;
    }
    void disconnect(ConnectionId id) {
        const auto [a, b] = connections_.at(id);
        connections_.erase(id);
        std::erase_if(streams_, [&](const auto& one) { return one.first.connection == id; });
        for (const size_t i : {a, b}) {
            at(i).requests.on_disconnected(id, at(i).request_events);
            at(i).notifications.on_disconnected(id, at(i).notification_events);
        }
    }

    /// Delivers one thing that is on its way, by `random`; false: nothing is.
    bool deliver(std::mt19937_64& random) {
        std::vector<std::pair<SubstreamKey, size_t>> ready;
        for (const auto& [key, stream] : streams_) {
            for (const size_t side : {0, 1}) {
                if (!stream.to[side].empty() && at(stream.ends[1 - side]).drains) ready.emplace_back(key, side);
            }
        }
        if (ready.empty()) return false;
        const auto [key, side] = ready[random() % ready.size()];
        Stream& stream = streams_.at(key);
        const Item item = std::move(stream.to[side].front());
        stream.to[side].pop_front();
        Endpoint& receiver = at(stream.ends[side]);
        dispatch(receiver, key, stream, item);
        return true;
    }
    void deliver_all(std::mt19937_64& random) {
        while (deliver(random)) {
        }
    }
    void deliver_all() {
        std::mt19937_64 random(1);
        deliver_all(random);
    }
    void advance(Millis ms) {
        now_ += ms;
        for (const auto& one : endpoints_) {
            one->requests.on_timer(now_, one->request_events);
            one->notifications.on_timer(now_, one->notification_events);
        }
    }
    /// The others take waiting messages.
    void drain(size_t i) {
        std::vector<SubstreamKey> keys;
        for (const auto& [key, stream] : streams_) keys.push_back(key);
        for (const SubstreamKey& key : keys) at(i).requests.on_drained(key, at(i).request_events);
    }
    size_t open_streams() const noexcept { return streams_.size(); }

  private:
    enum class Kind : uint8_t { kAccepted, kMessage, kFinished, kReset, kRefused };
    struct Item {
        Kind kind;
        Bytes message = {};
    };
    struct Stream {
        size_t ends[2];  ///< the machine that opened it, and the other
        std::string name;
        std::deque<Item> to[2] = {};
        bool is_finished[2] = {false, false};
        bool is_gone[2] = {false, false};
    };

    std::optional<SubstreamId> open(size_t from, ConnectionId connection, const std::vector<std::string>& names) {
        const auto found = connections_.find(connection);
        if (found == connections_.end()) return std::nullopt;
        const size_t to = found->second.first == from ? found->second.second : found->second.first;
        const SubstreamKey key{connection, next_substream_++};
        Stream& stream = streams_[key];
        stream = Stream{.ends = {from, to}, .name = names.front()};
        if (at(to).supports_protocols) {
            stream.to[1].push_back({Kind::kAccepted});
        } else {
            stream.to[0].push_back({Kind::kRefused});
        }
        return key.substream;
    }
    size_t side_of(const Stream& stream, size_t endpoint) const { return stream.ends[0] == endpoint ? 0 : 1; }
    bool send(size_t from, const SubstreamKey& key, BytesView message) {
        const auto found = streams_.find(key);
        if (found == streams_.end()) return false;
        const size_t side = side_of(found->second, from);
        if (found->second.is_finished[side] || found->second.is_gone[side]) return false;
        found->second.to[1 - side].push_back({Kind::kMessage, to_bytes(message)});
        return true;
    }
    void finish(size_t from, const SubstreamKey& key) {
        const auto found = streams_.find(key);
        if (found == streams_.end()) return;
        const size_t side = side_of(found->second, from);
        if (std::exchange(found->second.is_finished[side], true)) return;
        found->second.to[1 - side].push_back({Kind::kFinished});
    }
    void reset(size_t from, const SubstreamKey& key) {
        const auto found = streams_.find(key);
        if (found == streams_.end()) return;
        const size_t side = side_of(found->second, from);
        found->second.is_gone[side] = true;
        found->second.to[side].clear();
        found->second.to[1 - side] = {{Kind::kReset}};
        if (found->second.is_gone[1 - side]) streams_.erase(found);
    }
    void dispatch(Endpoint& receiver, const SubstreamKey& key, Stream& stream, const Item& item) {
        const std::string name = stream.name;
        const size_t side = side_of(stream, receiver.index);
        const bool is_over = item.kind == Kind::kReset || item.kind == Kind::kRefused ||
                             (item.kind == Kind::kFinished && stream.is_finished[side]);
        if (is_over) streams_.erase(key);
        switch (item.kind) {
            case Kind::kAccepted:
                if (const auto request = receiver.requests.find(name)) {
                    receiver.requests.on_accepted(key, *request, now_);
                } else if (const auto notification = receiver.notifications.find(name)) {
                    receiver.notifications.on_accepted(key, *notification, now_);
                }
                return;
            case Kind::kMessage:
                receiver.requests.on_message(key, item.message, receiver.request_events);
                receiver.notifications.on_message(key, item.message, receiver.notification_events);
                return;
            case Kind::kFinished:
                receiver.requests.on_finished(key, receiver.request_events);
                receiver.notifications.on_closed(key, NotificationError::kRefused, receiver.notification_events);
                return;
            case Kind::kReset:
            case Kind::kRefused:
                receiver.requests.on_closed(key, RequestError::kRefused, receiver.request_events);
                receiver.notifications.on_closed(key, NotificationError::kRefused, receiver.notification_events);
        }
    }

    std::vector<RequestProtocol> request_rules_;
    std::vector<NotificationProtocol> notification_rules_;
    std::vector<std::unique_ptr<Endpoint>> endpoints_;
    std::map<ConnectionId, std::pair<size_t, size_t>> connections_;
    std::map<SubstreamKey, Stream> streams_;
    ConnectionId next_connection_ = 1;
    SubstreamId next_substream_ = 1;
    Millis now_ = 0;
};

/// The events of one kind.
template <class T, class Event>
std::vector<T> events_of(const std::vector<Event>& events) {
    std::vector<T> out;
    for (const auto& event : events) {
        if (const auto* one = std::get_if<T>(&event)) out.push_back(*one);
    }
    return out;
}

}  // namespace serinus::network::link
