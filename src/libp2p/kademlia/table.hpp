/// The peers that a node knows in the DHT, by their distance to itself: k in each of 256 buckets.
///
/// A peer that answers keeps its place; one that fails makes room for a newcomer. So a table cannot be taken over by
/// peers that are only new.
/// Spec: libp2p kad-dht
#pragma once

#include <array>

#include "libp2p/kademlia/key.hpp"
#include "libp2p/kademlia/messages.hpp"

namespace serinus::network::kademlia {

struct TableOptions {
    size_t bucket_size = 20;
    size_t max_addresses_per_peer = 8;
    size_t max_failures = 3;  ///< in a row: the peer leaves the table
};

class Table {
  public:
    explicit Table(const PeerId& own, const TableOptions& options = {}) : own_(key_of(own)), options_(options) {}

    struct Entry {
        Key key;
        PeerId peer;
        std::vector<wire::Multiaddr> addresses;  ///< without the peer id, the latest first
        bool is_connected = false;
        size_t failures = 0;  ///< in a row
    };

    /// Whether the peer is in the table afterwards. Addresses are added to those that are known. A full bucket takes a
    /// newcomer only in place of a peer that failed and is not connected.
    bool add(const PeerId& peer, const std::vector<wire::Multiaddr>& addresses);
    void set_connected(const PeerId& peer, bool is_connected);
    /// It answered.
    void on_success(const PeerId& peer);
    /// No connection to it came about, or it did not answer.
    void on_failure(const PeerId& peer);
    void remove(const PeerId& peer);

    /// Valid until the table changes.
    const Entry* find(const PeerId& peer) const;
    /// The closest first, at most `count`; valid until the table changes.
    std::vector<const Entry*> closest(const Key& target, size_t count) const;

    size_t size() const noexcept { return size_; }
    /// By the bits that a key has in common with the own one; without empty ones at the end.
    std::vector<size_t> bucket_sizes() const;
    const Key& own_key() const noexcept { return own_; }
    size_t memory_bytes() const noexcept;

  private:
    using Bucket = std::vector<Entry>;

    /// nullptr: the own key.
    Bucket* bucket_of(const Key& key) noexcept;
    Entry* find_entry(const PeerId& peer) noexcept;

    Key own_;
    TableOptions options_;
    std::array<Bucket, kKeyBits> buckets_;  ///< by the bits that a key has in common with the own one
    size_t size_ = 0;
};

}  // namespace serinus::network::kademlia
