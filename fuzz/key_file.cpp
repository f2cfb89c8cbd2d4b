// Key files: any text survives being written and read; what is read can be written and read again.
#include "crypto/key_file.hpp"

#include "base/assert.hpp"

using namespace serinus;
using namespace serinus::crypto;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const std::string_view input = as_text({data, size});
    const auto same = parse_key_file(write_key_file(input).reveal());
    SERINUS_ASSERT(same.has_value() && same->reveal() == input);
    if (const auto text = parse_key_file(input)) {
        const auto again = parse_key_file(write_key_file(text->reveal()).reveal());
        SERINUS_ASSERT(again.has_value() && again->reveal() == text->reveal());
    }
    return 0;
}
