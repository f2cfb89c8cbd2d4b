/// Which peer an authority is, and where: filled by authority discovery, read by any thread.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <vector>

#include "network/discovery/authority_record.hpp"

namespace serinus::network::discovery {

class AuthorityDirectory {
  public:
    struct Entry {
        PeerId peer;
        std::vector<Multiaddr> addresses = {};  ///< without the peer id
    };

    std::optional<Entry> find(const AuthorityId& authority) const {
        const std::lock_guard lock(mutex_);
        const auto found = entries_.find(authority);
        return found == entries_.end() ? std::nullopt : std::optional(found->second);
    }
    /// The authorities whose node the peer is: mostly one, several at a change of keys.
    std::vector<AuthorityId> authorities_of(const PeerId& peer) const {
        const std::lock_guard lock(mutex_);
        std::vector<AuthorityId> out;
        for (const auto& [authority, entry] : entries_) {
            if (entry.peer == peer) out.push_back(authority);
        }
        return out;
    }
    size_t size() const {
        const std::lock_guard lock(mutex_);
        return entries_.size();
    }

    void set(const AuthorityId& authority, Entry entry) {
        const std::lock_guard lock(mutex_);
        entries_.insert_or_assign(authority, std::move(entry));
    }
    /// Forgets all others.
    void retain(const std::set<AuthorityId>& authorities) {
        const std::lock_guard lock(mutex_);
        std::erase_if(entries_, [&](const auto& one) { return !authorities.contains(one.first); });
    }

  private:
    mutable std::mutex mutex_;
    std::map<AuthorityId, Entry> entries_;
};

}  // namespace serinus::network::discovery
