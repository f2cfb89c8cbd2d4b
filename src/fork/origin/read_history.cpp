#include "fork/origin/read_history.hpp"

#include <algorithm>

#include "platform/files.hpp"

namespace serinus::fork {
namespace {

constexpr std::string_view kHistoryFormat = "serinus reads 1";
/// Ours: so many new entries are written without waiting for the end, and later twice as many, and so on.
constexpr size_t kSavedFirst = 512;

/// What an entry counts.
size_t bytes_of(state::Area area, BytesView key) noexcept {
    return key.size() + (area.is_top() ? 0 : area.child_key().size());
}

}  // namespace

ReadHistory::Mark ReadHistory::mark_of(state::Area area, BytesView key) noexcept {
    const std::hash<std::string_view> hash;
    const Mark of_key = hash(as_text(key));
    constexpr Mark kOdd = 0x9e37'79b9'7f4a'7c15;
    return area.is_top() ? of_key : of_key * kOdd + hash(as_text(area.child_key()));
}

ReadHistory::Mark ReadHistory::mark_of(const Entry& entry) noexcept {
    return mark_of(entry.child ? state::Area::child(*entry.child) : state::Area::top(), entry.key);
}

ReadHistory::ReadHistory(std::string path) : path_(std::move(path)) {
    if (path_.empty()) return;
    const auto text = platform::read_file(path_, 2 * kMaxBytes);
    if (!text) return;
    auto file = scale::decode<File>(as_bytes(*text));
    if (!file || file->format != kHistoryFormat || file->entries.size() > kMaxEntries) return;
    earlier_ = std::move(file->entries);
    for (size_t i = 0; i < earlier_.size(); ++i) positions_.emplace(mark_of(earlier_[i]), i);
}

void ReadHistory::note(state::Area area, BytesView key) {
    if (path_.empty()) return;
    const std::lock_guard lock(mutex_);
    if (noted_.size() >= kMaxEntries || noted_bytes_ + bytes_of(area, key) > kMaxBytes) return;
    if (!known_.insert(mark_of(area, key)).second) return;
    noted_bytes_ += bytes_of(area, key);
    noted_.push_back({area.is_top() ? std::nullopt : std::optional(to_bytes(area.child_key())), to_bytes(key)});
    if (++unsaved_ >= std::max(kSavedFirst, noted_.size() / 2)) is_due_ = true;
}

std::vector<Bytes> ReadHistory::after(state::Area area, BytesView key, size_t max) const {
    std::vector<Bytes> out;
    const auto child = area.is_top() ? std::optional<Bytes>() : std::optional(to_bytes(area.child_key()));
    const std::lock_guard lock(mutex_);
    const auto found = positions_.find(mark_of(area, key));
    if (found == positions_.end()) return out;
    for (size_t i = found->second + 1; i < earlier_.size() && out.size() < max; ++i) {
        if (earlier_[i].child == child) out.push_back(earlier_[i].key);
    }
    return out;
}

void ReadHistory::save() noexcept {
    const std::lock_guard turn(file_mutex_);
    File file{std::string(kHistoryFormat), {}};
    {
        const std::lock_guard lock(mutex_);
        if (path_.empty() || unsaved_ == 0) return;
        unsaved_ = 0;
        file.entries.assign(noted_.begin(), noted_.end());
        size_t bytes = noted_bytes_;
        for (const Entry& one : earlier_) {
            bytes += one.key.size() + (one.child ? one.child->size() : 0);
            if (file.entries.size() >= kMaxEntries || bytes > kMaxBytes) break;
            if (!known_.contains(mark_of(one))) file.entries.push_back(one);
        }
    }
    const size_t slash = path_.rfind('/');
    if (slash != path_.npos) (void)platform::create_directories(path_.substr(0, slash));
    constexpr unsigned kMode = 0600;
    (void)platform::write_file_atomically(path_, scale::encode(file), kMode);
}

}  // namespace serinus::fork
