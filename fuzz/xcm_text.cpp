// Programs of XCM as people write them: whatever is read is written again so that it means the same.
#include <boost/json/value.hpp>

#include "base/assert.hpp"
#include "tools/xcm/explanation.hpp"

using namespace serinus;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const std::string_view input = as_text(BytesView(data, size));
    const xcm_text::Spelling spelling;
    const auto program = xcm_text::read_program(input, spelling);
    if (!program) {
        SERINUS_ASSERT(!program.error().empty());
        return 0;
    }
    (void)xcm_text::explain(*program, spelling);
    const std::string text = xcm_text::program_text(*program, spelling);
    const auto again = xcm_text::read_program(text, spelling);
    SERINUS_ASSERT(again.has_value() && xcm_text::program_text(*again, spelling) == text);
    return 0;
}
