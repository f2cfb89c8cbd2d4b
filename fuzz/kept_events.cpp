// The file in which a fork keeps its blocks. What is read is written again as the same bytes, whatever the pieces are.
#include "fork/kept_events.hpp"

#include "base/assert.hpp"

using namespace serinus;

namespace {

struct Outcome {
    Bytes again;
    std::string error;
};

Outcome read(BytesView bytes, size_t piece_bytes) {
    Outcome out;
    fork::kept::Checksum checksum{};
    fork::kept::Reader reader([&](fork::KeptEvent event) -> Result<void, std::string> {
        const Bytes record = *fork::kept::record(event, checksum);
        out.again.insert(out.again.end(), record.begin(), record.end());
        return {};
    });
    for (bool goes_on = true; goes_on && !bytes.empty();) {
        const size_t size = std::min(piece_bytes, bytes.size());
        goes_on = reader.feed(bytes.first(size));
        bytes = bytes.subspan(size);
    }
    const auto done = reader.finish();
    if (!done) out.error = done.error();
    SERINUS_ASSERT(done || !out.error.empty());
    return out;
}

/// With good checksums and a good header, so that what is inside is reached.
Bytes with_checksums(BytesView data) {
    Bytes body;
    fork::kept::Checksum checksum{};
    const Bytes first = *fork::kept::record(fork::KeptBeginning(), checksum);
    body.insert(body.end(), first.begin(), first.end());
    const auto event = scale::decode<fork::KeptEvent>(data);
    if (event) {
        const Bytes second = *fork::kept::record(*event, checksum);
        body.insert(body.end(), second.begin(), second.end());
    }
    return concat(fork::kept::header(fork::kept::kHeaderBytes + body.size()), body);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const BytesView input(data, size);
    const Outcome whole = read(input, SIZE_MAX);
    const Outcome pieces = read(input, 3);
    SERINUS_ASSERT(whole.again == pieces.again && whole.error == pieces.error);

    const Bytes good = with_checksums(input);
    const Outcome again = read(good, 1000);
    const auto event = scale::decode<fork::KeptEvent>(input);
    const bool is_second_beginning = event && std::holds_alternative<fork::KeptBeginning>(*event);
    SERINUS_ASSERT(again.error.empty() != is_second_beginning);
    if (again.error.empty())
        SERINUS_ASSERT(std::ranges::equal(again.again, BytesView(good).subspan(fork::kept::kHeaderBytes)));
    return 0;
}
