#include "storage/lmdb_map.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <bit>

#include "base/assert.hpp"
#include "platform/process.hpp"

namespace serinus::storage::lmdb {
namespace {

using std::chrono::milliseconds;

/// Of a map: the file may take so much of it before a moment without snapshots is looked for, or waited for.
constexpr uint64_t kComfortable = 2;  // half of it
constexpr uint64_t kUrgent = 8;       // all but an eighth
constexpr milliseconds kUrgentWait{1000};

struct Usage {
    uint64_t map_bytes = 0;
    uint64_t used_bytes = 0;  ///< of the file, free pages included
    uint64_t page_bytes = 0;
};

Usage usage_of(const Environment& environment) noexcept {
    MDB_envinfo info{};
    MDB_stat stat{};
    SERINUS_ASSERT(mdb_env_info(environment.handle, &info) == 0 && mdb_env_stat(environment.handle, &stat) == 0);
    return {info.me_mapsize, (uint64_t{info.me_last_pgno} + 1) * stat.ms_psize, stat.ms_psize};
}

/// LMDB gives the old map up before it asks for the new one, and is of no use without.
bool can_be_mapped(uint64_t bytes) noexcept {
    void* const trial = mmap(nullptr, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (trial == MAP_FAILED) return false;
    munmap(trial, bytes);
    return true;
}

}  // namespace

uint64_t first_map_bytes(uint64_t file_bytes, const StoreOptions& options) {
    uint64_t bytes = std::max(options.first_map_bytes, std::bit_ceil(file_bytes) * 4);
    // A quarter of what there is: the instances of runtimes need addresses too.
    bytes = std::min(bytes, platform::address_space_limit().value_or(UINT64_MAX) / 4);
    bytes = std::min(bytes, options.max_bytes);
    return std::max(bytes, file_bytes + kLeastMapBytes) / kLeastMapBytes * kLeastMapBytes;
}

/// LMDB has no function that returns the address of its map; but each page begins with its number.
Result<void, StoreError> note_map(Environment& environment) {
    auto transaction = TRY(Transaction::begin(environment, MDB_RDONLY));
    MDB_val key = value_of(as_bytes(kFormatKey));
    MDB_val value;
    const int code = mdb_get(transaction.get(), environment.databases.main, &key, &value);
    ENSURE(code == 0, error_of(code, environment, "open"));
    const Usage usage = usage_of(environment);
    const uintptr_t page = reinterpret_cast<uintptr_t>(value.mv_data) / usage.page_bytes * usage.page_bytes;
    const auto number = load_le<uint64_t>(reinterpret_cast<const uint8_t*>(page));  // NOLINT(performance-no-int-to-ptr)
    SERINUS_ASSERT(number < usage.map_bytes / usage.page_bytes);
    environment.file_map.set(reinterpret_cast<const void*>(page - number * usage.page_bytes),  // NOLINT
                             usage.map_bytes);
    return {};
}

bool enlarge_map(Environment& environment, milliseconds timeout) {
    const uint64_t before = usage_of(environment).map_bytes;
    const uint64_t after = std::min(before * 2, environment.options.max_bytes);
    if (after <= before || !can_be_mapped(after)) return false;
    if (!environment.readers.close(timeout)) return false;
    const bool is_mapped = mdb_env_set_mapsize(environment.handle, after) == 0;
    if (!is_mapped || !note_map(environment)) environment.is_broken = true;
    environment.readers.open();
    return is_mapped;
}

void keep_room_in_map(Environment& environment) {
    const Usage usage = usage_of(environment);
    if (usage.used_bytes < usage.map_bytes / kComfortable) return;
    const bool is_urgent = usage.used_bytes >= usage.map_bytes - usage.map_bytes / kUrgent;
    // After a wait without success, others can continue for a while before the next one.
    const bool waits = is_urgent && usage.used_bytes >= environment.next_wait_at_bytes;
    const bool is_enlarged = enlarge_map(environment, waits ? kUrgentWait : milliseconds(0));
    if (waits && !is_enlarged) environment.next_wait_at_bytes = usage.used_bytes + usage.map_bytes / 64;
}

}  // namespace serinus::storage::lmdb
