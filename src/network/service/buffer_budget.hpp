/// Bytes that peers make this node keep, over all connections: one that imposes much may be honest, all together are
/// not.
#pragma once

#include <algorithm>
#include <map>
#include <optional>

#include "network/link/types.hpp"

namespace serinus::network {

class BufferBudget {
  public:
    /// Ours: with 16 MiB, the longest message, from each of sixteen peers at once.
    static constexpr size_t kMaxBytes = size_t{256} << 20;

    explicit BufferBudget(size_t max_bytes = kMaxBytes) : max_bytes_(max_bytes) {}

    /// The bytes the connection holds now (link::MessageConnection::imposed_bytes).
    void set(link::ConnectionId connection, size_t bytes) {
        if (bytes == 0) return remove(connection);
        size_t& kept = by_connection_[connection];
        total_ += bytes - kept;
        kept = bytes;
    }
    void remove(link::ConnectionId connection) {
        const auto node = by_connection_.extract(connection);
        if (!node.empty()) total_ -= node.mapped();
    }
    size_t total() const noexcept { return total_; }
    /// The connection that is to be closed, as all together hold too much and it holds most.
    std::optional<link::ConnectionId> find_excess() const {
        if (total_ <= max_bytes_) return std::nullopt;
        return std::ranges::max_element(by_connection_, {}, [](const auto& one) { return one.second; })->first;
    }

  private:
    size_t max_bytes_;
    std::map<link::ConnectionId, size_t> by_connection_;  ///< those that hold something
    size_t total_ = 0;
};

}  // namespace serinus::network
