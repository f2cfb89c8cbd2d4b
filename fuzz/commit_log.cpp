// A file of a log of commits, as a crash or an enemy leaves it: records follow each other, and what is in them fits.
#include "storage/commit_log.hpp"
#include "base/assert.hpp"

namespace {

using namespace serinus;
using namespace serinus::storage;

/// Counts what a payload changes.
class CountingBatch final : public WriteBatch {
  public:
    void put(Column column, BytesView key, BytesView value) override { add(column, key.size() + value.size()); }
    void remove(Column column, BytesView key) override { add(column, key.size()); }
    size_t bytes = 0;

  private:
    void add(Column column, size_t size) {
        SERINUS_ASSERT(column < kColumnCount);
        bytes += size;
    }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const BytesView input(data, size);
    CountingBatch alone;
    (void)replay_payload(input, alone);
    SERINUS_ASSERT(alone.bytes <= size);

    if (size < 16) return 0;
    const auto number = load_le<uint64_t>(data + 8);
    const auto logged = parse_log(input, number);
    size_t bytes = 16;
    for (size_t i = 0; i < logged.size(); ++i) {
        SERINUS_ASSERT(logged[i].sequence == logged[0].sequence + i);
        bytes += 20 + logged[i].payload.size();
        CountingBatch batch;
        if (replay_payload(logged[i].payload, batch)) SERINUS_ASSERT(batch.bytes <= logged[i].payload.size());
    }
    SERINUS_ASSERT(bytes <= size);
    SERINUS_ASSERT(parse_log(input, number + 1).empty());
    return 0;
}
