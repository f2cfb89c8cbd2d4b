/// Bodies that several threads check: the verdict is that of one thread.
#include <gtest/gtest.h>

#include <random>

#include "platform/threaded_scheduler.hpp"
#include "wasm/module.hpp"

namespace serinus::wasm {
namespace {

Bytes number(uint64_t value) {
    Bytes out;
    for (; value >= 0x80; value >>= 7) out.push_back(static_cast<uint8_t>(value | 0x80));
    out.push_back(static_cast<uint8_t>(value));
    return out;
}

Bytes section(uint8_t id, const Bytes& content) { return concat(Bytes{id}, number(content.size()), content); }

constexpr size_t kBodies = 200, kBodyBytes = 1000;

/// A body of `nop`s.
Bytes good_body() {
    Bytes body(kBodyBytes, 0x01);
    body.front() = 0;    // no locals
    body.back() = 0x0b;  // end
    return body;
}

/// Functions without parameters and results. `rest`: what follows the code section.
Bytes module_of(const std::vector<Bytes>& bodies, const Bytes& rest = {}) {
    Bytes code = number(bodies.size());
    for (const Bytes& body : bodies) code = concat(code, number(body.size()), body);
    return concat(Bytes{0, 'a', 's', 'm', 1, 0, 0, 0}, section(1, {1, 0x60, 0, 0}),
                  section(3, concat(number(bodies.size()), Bytes(bodies.size(), 0))), section(10, code), rest);
}

class ParallelParse : public testing::Test {
  protected:
    /// By one thread, after it was compared with what four say.
    std::string verdict(const Bytes& wasm) {
        const auto text = [](const auto& module) { return module ? "valid" : module.error().to_string(); };
        std::string serial = text(parse_module(wasm));
        for (int i = 0; i < 5; ++i) EXPECT_EQ(text(parse_module(wasm, {}, scheduler_.get())), serial);
        return serial;
    }

    std::unique_ptr<platform::Scheduler> scheduler_ = platform::make_threaded_scheduler();
    std::vector<Bytes> bodies_ = std::vector<Bytes>(kBodies, good_body());
};

TEST_F(ParallelParse, AcceptsWhatIsValid) {
    EXPECT_EQ(verdict(module_of(bodies_)), "valid");
    const auto module = parse_module(module_of(bodies_), {}, scheduler_.get()).value();
    ASSERT_EQ(module->functions.size(), kBodies);
    for (const Function& function : module->functions) EXPECT_EQ(function.code.size(), kBodyBytes - 1);
}

TEST_F(ParallelParse, TellsTheFirstOfManyWrongBodies) {
    std::mt19937 random(1);
    for (int round = 0; round < 20; ++round) {
        auto bodies = bodies_;
        size_t first = kBodies;
        for (int i = 0; i < 5; ++i) {
            const size_t index = random() % kBodies;
            bodies[index][1 + random() % (kBodyBytes - 2)] = 0xff;
            first = std::min(first, index);
        }
        EXPECT_NE(verdict(module_of(bodies)).find("in function " + std::to_string(first) + ")"), std::string::npos);
    }
}

TEST_F(ParallelParse, AWrongBodyCountsBeforeWhatIsWrongBehindIt) {
    // A body that reaches beyond the section, alone, and behind one with a wrong instruction.
    Bytes cut = module_of(bodies_);
    cut.resize(cut.size() - 10);
    const size_t size_at = 8 + 2 + 4 + 1 + 2 + 2 + kBodies + 1;  // of the code section
    const Bytes size = number((uint64_t{cut[size_at]} & 0x7f) + (uint64_t{cut[size_at + 1]} & 0x7f) * 128 +
                              uint64_t{cut[size_at + 2]} * 128 * 128 - 10);
    ASSERT_EQ(size.size(), 3u);
    std::copy(size.begin(), size.end(), cut.begin() + size_at);
    EXPECT_NE(verdict(cut).find("length of a function body out of bounds"), std::string::npos);
    cut[cut.size() - 3 * kBodyBytes] = 0xff;
    EXPECT_NE(verdict(cut).find("illegal opcode"), std::string::npos);
    // A section that is not there, behind the code.
    const Bytes rest = {0x7f, 0};
    EXPECT_NE(verdict(module_of(bodies_, rest)).find("malformed section id"), std::string::npos);
    bodies_[50][500] = 0xff;
    EXPECT_NE(verdict(module_of(bodies_, rest)).find("in function 50)"), std::string::npos);
}

}  // namespace
}  // namespace serinus::wasm
