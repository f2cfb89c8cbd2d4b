#include "pvf/code_cache.hpp"

#include <algorithm>
#include <cstring>
#include <vector>

#include "base/hex.hpp"
#include "codec/scale.hpp"
#include "hashing/checksum.hpp"
#include "hashing/hashing.hpp"
#include "platform/files.hpp"

namespace serinus::pvf {
namespace {

constexpr ByteArray<8> kMagic = {'S', 'e', 'r', 'P', 'v', 'f', '1', '\n'};
constexpr std::string_view kExtension = ".pvf";
constexpr size_t kMostFile = (size_t{1} << 30) + 4096;

struct FileHead {
    ByteArray<8> magic = kMagic;
    Hash256 key;
    uint64_t bytes = 0;
    ByteArray<16> digest{};
};
static_assert(std::has_unique_object_representations_v<FileHead>, "compared and written as bytes");

FileHead head_of(const CodeKey& key, BytesView prepared) {
    return {.key = key.digest(), .bytes = prepared.size(), .digest = hashing::xxh3_128(prepared)};
}

}  // namespace

Hash256 CodeKey::digest() const { return hashing::blake2b_256(scale::encode(std::tuple(code, preparation, version))); }

std::string CodeCache::path_of(const CodeKey& key) const {
    return folder_ + "/" + to_hex(key.digest().bytes) + std::string(kExtension);
}

Result<CodeCache, std::string> CodeCache::open(std::string folder, const Limits& limits) {
    if (const auto made = platform::create_private_directory(folder); !made) return Err(made.error().message);
    const auto names = platform::list_directory(folder);
    if (!names) return Err(names.error().message);
    for (const std::string& name : *names) {
        const bool is_unfinished = name.contains(std::string(kExtension) + '.');
        if (is_unfinished) platform::remove_file(folder + "/" + name);
    }
    return CodeCache(std::move(folder), limits);
}

std::optional<platform::MemoryFile> CodeCache::find(const CodeKey& key) const {
    const std::string path = path_of(key);
    const auto content = platform::read_file(path, kMostFile);
    if (!content) return std::nullopt;
    const BytesView bytes = as_bytes(*content);
    FileHead head;
    const bool is_whole = bytes.size() >= sizeof head;
    if (is_whole) std::memcpy(&head, bytes.data(), sizeof head);
    const BytesView prepared = is_whole ? bytes.subspan(sizeof head) : BytesView();
    const FileHead expected = head_of(key, prepared);
    if (!is_whole || std::memcmp(&head, &expected, sizeof head) != 0) {
        platform::remove_file(path);
        return std::nullopt;
    }
    auto file = platform::MemoryFile::sealed("pvf-prepared", prepared);
    if (!file) return std::nullopt;
    platform::note_use_of_file(path);
    return std::move(*file);
}

Result<void, std::string> CodeCache::store(const CodeKey& key, BytesView prepared) const {
    const FileHead head = head_of(key, prepared);
    Bytes content(sizeof head);
    std::memcpy(content.data(), &head, sizeof head);
    append(content, prepared);
    if (const auto written = platform::write_file_atomically(path_of(key), content, 0600); !written)
        return Err(written.error().message);
    return {};
}

void CodeCache::remove(const CodeKey& key) const { platform::remove_file(path_of(key)); }

size_t CodeCache::prune(uint64_t unix_s) const {
    struct Entry {
        uint64_t used_s = 0;
        uint64_t bytes = 0;
        std::string path;
    };
    std::vector<Entry> entries;
    uint64_t sum = 0;
    for (const std::string& name : platform::list_directory(folder_).value_or({})) {
        const std::string path = folder_ + "/" + name;
        const auto info = name.ends_with(kExtension) ? platform::file_info(path) : std::nullopt;
        if (!info) continue;
        entries.push_back({info->changed_unix_s, info->bytes, path});
        sum += info->bytes;
    }
    std::ranges::sort(entries, {}, &Entry::used_s);
    size_t removed = 0;
    for (const Entry& entry : entries) {
        if (sum <= limits_.max_bytes || entry.used_s + limits_.min_stale_s > unix_s) break;
        if (!platform::remove_file(entry.path)) continue;
        sum -= entry.bytes;
        ++removed;
    }
    return removed;
}

}  // namespace serinus::pvf
