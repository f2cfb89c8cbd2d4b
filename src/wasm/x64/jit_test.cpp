/// What is particular to compiled code; what all engines must do is in wasm/engine_test.cpp.
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <thread>

#include "platform/threaded_scheduler.hpp"
#include "platform/virtual_scheduler.hpp"
#include "tests/support/wat.hpp"
#include "wasm/x64/instance.hpp"
#include "wasm/x64/resident_pages.hpp"
#include "wasm/x64/traps.hpp"

namespace serinus::wasm::x64 {
namespace {

std::shared_ptr<const Module> module_of(std::string_view text) {
    auto module = parse_module(test::wat(text));
    if (!module) ADD_FAILURE() << module.error().to_string();
    return module.value();
}

const CompileOptions kEager{};

struct Running {
    std::shared_ptr<const Program> program;
    std::unique_ptr<Instance> instance;

    explicit Running(std::string_view text, const CompileOptions& options = kEager, const Imports& imports = {})
        : Running(module_of(text), options, imports) {}
    Running(std::shared_ptr<const Module> module, const CompileOptions& options, const Imports& imports = {}) {
        auto engine = make_jit();
        program = engine->compile(std::move(module), options).value();
        instance = engine->instantiate(program, imports, nullptr).value();
    }

    Result<std::optional<Raw>, Trap> call(std::string_view name, std::vector<Raw> arguments = {}) {
        return instance->call(instance->module().find_export(name, ExternKind::kFunction)->index, arguments);
    }
    Raw value(std::string_view name, std::vector<Raw> arguments = {}) {
        auto result = call(name, std::move(arguments));
        if (!result) ADD_FAILURE() << result.error().to_string();
        return result ? result->value_or(0) : 0xdead;
    }
};

TEST(Jit, OperandsThatDoNotFitTheRegistersAreKeptInTheFrame) {
    // 200 operands at once, of all types; the sums tell whether one was lost.
    std::string text = "(module (func (export \"f\") (param i32 i64 f32 f64) (result i64) (local i64)\n";
    for (int i = 0; i < 50; ++i) {
        const std::string number = std::to_string(i) + ")\n";
        text += "local.get 0 (i32.const " + number + "i32.add\n";
        text += "local.get 1 (i64.const " + number + "i64.mul\n";
        text += "local.get 2 (f32.const " + number + "f32.add\n";
        text += "local.get 3 (f64.const " + number + "f64.mul\n";
    }
    for (int i = 0; i < 50; ++i) {
        for (const char* to_i64 : {"i64.trunc_f64_s", "i64.trunc_f32_s", "nop", "i64.extend_i32_s"}) {
            text += std::string(to_i64) + " local.get 4 i64.add local.set 4\n";
        }
    }
    Running it(text + "local.get 4))");
    const double one = 1;
    const float two = 2;
    // Sums of 0 to 49 are 1225: 50 * 3 + 1225, 10 * 1225, 50 * 2 + 1225, 1 * 1225.
    EXPECT_EQ(it.value("f", {3, 10, std::bit_cast<uint32_t>(two), std::bit_cast<uint64_t>(one)}),
              150u + 1225 + 12250 + 100 + 1225 + 1225);
}

TEST(Jit, ArgumentsChangePlacesInACall) {
    Running it(R"((module
        (func $order (param i32 i64 i32 i64 i32 i64 i32 i64) (result i64)
            (i64.add (i64.mul (i64.extend_i32_u (local.get 0)) (i64.const 10000000))
            (i64.add (i64.mul (local.get 1) (i64.const 1000000))
            (i64.add (i64.mul (i64.extend_i32_u (local.get 2)) (i64.const 100000))
            (i64.add (i64.mul (local.get 3) (i64.const 10000))
            (i64.add (i64.mul (i64.extend_i32_u (local.get 4)) (i64.const 1000))
            (i64.add (i64.mul (local.get 5) (i64.const 100))
            (i64.add (i64.mul (i64.extend_i32_u (local.get 6)) (i64.const 10)) (local.get 7)))))))))
        (func (export "computed") (param i32) (result i64)
            (call $order (i32.add (local.get 0) (i32.const 1)) (i64.extend_i32_u (i32.add (local.get 0) (i32.const 2)))
                (i32.add (local.get 0) (i32.const 3)) (i64.const 4) (i32.add (local.get 0) (i32.const 5))
                (i64.extend_i32_u (i32.add (local.get 0) (i32.const 6))) (i32.add (local.get 0) (i32.const 7)) (i64.const 8)))
        (func (export "swapped") (param i32 i64 i32 i64 i32 i64) (result i64)
            (call $order (i32.wrap_i64 (local.get 5)) (i64.extend_i32_u (local.get 4)) (i32.wrap_i64 (local.get 3))
                (i64.extend_i32_u (local.get 2)) (i32.wrap_i64 (local.get 1)) (i64.extend_i32_u (local.get 0))
                (i32.const 7) (i64.const 8)))
    ))");
    EXPECT_EQ(it.value("computed", {0}), 12345678u);
    EXPECT_EQ(it.value("swapped", {6, 5, 4, 3, 2, 1}), 12345678u);
}

TEST(Jit, ALocalKeepsItsOldValueForOperandsReadBefore) {
    Running it(R"((module (func (export "f") (param i32 i64) (result i64)
        (local.get 1) (local.get 0) (local.get 0)
        (local.set 0 (i32.const 100)) (local.set 1 (i64.const 1000))
        (i64.extend_i32_u) (local.set 1) (i64.extend_i32_u) (i64.mul) (local.get 1) (i64.add))))");
    // The operands are 5, 3 and 3.
    EXPECT_EQ(it.value("f", {3, 5}), 18u);
}

TEST(Jit, AnOperationMayEndInALocalThatItReads) {
    Running it(R"((module (func (export "f") (param $a i32) (param $b i32) (param $c i64) (result i64)
        (local.get $a) (local.get $b)                                    ;; 20, 3
        (local.set $a (i32.sub (local.get $b) (local.get $a)))           ;; -17
        (local.set $b (i32.add (local.get $b) (local.get $b)))           ;; 6
        (local.set $a (i32.sub (local.get $a) (i32.const 1)))            ;; -18
        (i32.mul (local.tee $a (i32.and (local.get $a) (i32.const 0xff))) (local.get $b))  ;; 238 * 6 = 1428
        (local.set $c (i64.sub (i64.const 1000) (local.get $c)))         ;; 993
        (local.set $c (i64.mul (local.get $c) (local.get $c)))           ;; 986049
        (local.set $c (i64.add (local.get $c) (i64.extend_i32_u (local.get $a))))  ;; 986287
        (i32.add) (i32.add) (i64.extend_i32_u)                           ;; 20 + 3 + 1428
        (i64.shl (i64.const 32)) (i64.or (local.get $c)))))");
    EXPECT_EQ(it.value("f", {20, 3, 7}), Raw{1451} << 32 | 986'287);
}

// The instructions for processors without LZCNT, BMI1 and BMI2.
TEST(Jit, WorksOnOlderProcessors) {
    const auto module = module_of(R"((module
        (func (export "clz") (param i32) (result i32) (i32.clz (local.get 0)))
        (func (export "ctz") (param i64) (result i64) (i64.ctz (local.get 0)))
        (func (export "shift") (param i64 i64) (result i64) (i64.shr_s (i64.shl (local.get 0) (local.get 1)) (i64.const 1)))))");
    auto program = JitProgram::make(module, kEager, AddressSpace::kAmple, CpuFeatures{}).value();
    auto instance = make_jit()->instantiate(program, {}, nullptr).value();
    const auto value = [&](uint32_t function, std::vector<Raw> arguments) {
        return instance->call(function, arguments).value().value();
    };
    EXPECT_EQ(value(0, {0}), 32u);
    EXPECT_EQ(value(0, {1}), 31u);
    EXPECT_EQ(value(0, {0x8000'0000}), 0u);
    EXPECT_EQ(value(1, {0}), 64u);
    EXPECT_EQ(value(1, {uint64_t{1} << 63}), 63u);
    EXPECT_EQ(value(2, {3, 66}), 6u);
}

TEST(Jit, AccessesUpToEightGibibytesFault) {
    Running it(R"((module (memory 65536)
        (func (export "store") (param i32 i64) (i64.store offset=4294967288 (local.get 0) (local.get 1)))
        (func (export "load") (param i32) (result i64) (i64.load offset=4294967288 (local.get 0)))
        (func (export "constant") (result i64) (i64.load offset=4294967295 (i32.const -1)))))");
    EXPECT_TRUE(it.call("store", {0, 99}));
    EXPECT_EQ(it.value("load", {0}), 99u);
    for (const uint32_t address : {1u, 8u, 0x7fff'ffffu, 0xffff'ffffu}) {
        const auto result = it.call("load", {address});
        ASSERT_FALSE(result) << address;
        EXPECT_EQ(result.error().code, TrapCode::kMemoryOutOfBounds);
        EXPECT_EQ(result.error().backtrace, std::vector<uint32_t>{1});
    }
    EXPECT_FALSE(it.call("constant"));
    // A store over the end changes nothing.
    EXPECT_FALSE(it.call("store", {4, ~uint64_t{0}}));
    EXPECT_EQ(it.value("load", {0}), 99u);
}

TEST(Jit, FaultsOfOthersGoToWhoeverCaughtThemBefore) {
    const auto engine = make_jit();
    EXPECT_DEATH(*static_cast<volatile int*>(nullptr) = 1, "");
}

TEST(Jit, ASpaceUsedAgainRemembersNothing) {
    const auto engine = make_jit();
    const auto program =
        engine
            ->compile(module_of(R"((module (memory 1 9) (global (mut i64) (i64.const 1)) (data (i32.const 100) "abc")
        (func (export "dirty") (drop (memory.grow (i32.const 3)))
            (i64.store (i32.const 100) (i64.const -1)) (i64.store (i32.const 200000) (i64.const -1)) (global.set 0 (i64.const 9)))))"),
                      kEager)
            .value();
    for (int i = 0; i < 40; ++i) {
        auto instance = engine->instantiate(program, {}, nullptr, static_cast<uint32_t>(i % 3)).value();
        ASSERT_EQ(instance->memory().size(), (1 + i % 3) * kPageBytes);
        ASSERT_EQ(instance->global(0), 1u);
        ASSERT_EQ(as_text(instance->memory().subspan(99, 5)), std::string_view("\0abc\0", 5));
        ASSERT_TRUE(instance->call(0, {}));
        ASSERT_EQ(instance->memory()[200000], 0xff);
        instance->reset();
        ASSERT_EQ(instance->grow_memory(1), 1 + i % 3);
        const MutableBytesView memory = instance->memory();
        ASSERT_EQ(std::count(memory.begin(), memory.end(), 0), std::ssize(memory) - 3);
        if (memory.size() > 200000) ASSERT_EQ(memory[200000], 0);
    }
}

TEST(Jit, APageThatEveryCallWritesIsRestoredLikeAllOthers) {
    // Data over two pages, zeros before, behind and between; calls write a byte in each of 40 pages.
    Running on(R"((module (memory 4) (data (i32.const 8190) "abcd") (data (i32.const 100000) "e")
        (func (export "write") (param i32 i32) (local i32)
            (local.set 2 (i32.const 40))
            (loop $more
                (i32.store8 (local.get 0) (i32.const 255))
                (local.set 0 (i32.add (local.get 0) (local.get 1)))
                (br_if $more (local.tee 2 (i32.sub (local.get 2) (i32.const 1)))))))
    )");
    const MutableBytesView memory = on.instance->memory();
    const Bytes initial(memory.begin(), memory.end());
    ASSERT_EQ(as_text(BytesView(initial).subspan(8189, 6)), std::string_view("\0abcd\0", 6));
    for (uint32_t i = 0; i < 3 * ResidentPages::kLooks; ++i) {
        // Nearly always the same pages, at last others too.
        const uint32_t start = i < 2 * ResidentPages::kLooks ? 8192 : 4096 * (i % 20);
        ASSERT_TRUE(on.call("write", {start + i, 4096}));
        ASSERT_EQ(memory[start + i], 255);
        on.instance->reset();
        ASSERT_TRUE(equal(memory, initial)) << i;
    }
}

TEST(Jit, DataThatIsSeldomWrittenIsRestoredWhoeverWritesIt) {
    // Data over 100 pages; each call writes the first of them, some write others, or the host does.
    std::string text = "(module (memory 9) (func (export \"write\") (param i32 i32)\n";
    text += "(i32.store8 (i32.const 8192) (i32.const 1)) (i32.store8 (local.get 0) (local.get 1))\n";
    text += "(i32.store8 (i32.const 5) (i32.add (i32.const 1) (i32.load8_u (local.get 0)))))";
    for (int page = 2; page < 102; ++page) text += "(data (i32.const " + std::to_string(page * 4096) + ") \"page\")";
    Running on(text + ")");
    const MutableBytesView memory = on.instance->memory();
    const Bytes initial(memory.begin(), memory.end());
    const uint32_t end_of_looks = ResidentPages::kLooks + ResidentPages::kInterval;
    for (uint32_t i = 0; i < 3 * end_of_looks; ++i) {
        const uint32_t seldom = 4096 * (2 + i % 100);
        ASSERT_TRUE(on.call("write", {i % 5 == 4 ? seldom : 8192, 7}));
        ASSERT_EQ(memory[5], 8);
        ASSERT_EQ(memory[i % 5 == 4 ? seldom : 8192], 7);
        if (i % 7 == 6) {
            memory[seldom + 1] = 9;
            ASSERT_EQ(memory[seldom + 1], 9);
        }
        on.instance->reset();
        ASSERT_TRUE(equal(memory, initial)) << i;
        // Without resident pages, and with all quiet again after long.
        if (i == end_of_looks) {
            ASSERT_TRUE(on.instance->grow_memory(1).has_value());
            on.instance->reset();
            ASSERT_TRUE(equal(on.instance->memory(), initial));
        }
    }
}

TEST(Jit, AWriteToGuardedPagesOpensThem) {
    auto engine = make_jit();  // installs the handler
    const auto mapping = Mapping::anonymous(4 * kHostPage, Access::kReadWrite);
    ASSERT_TRUE(mapping);
    auto first = WriteGuard::create(mapping->data(), kHostPage);
    auto second = WriteGuard::create(mapping->data() + kHostPage, 2 * kHostPage);
    ASSERT_TRUE(first && second);
    EXPECT_EQ(mapping->data()[2 * kHostPage], 0);
    EXPECT_FALSE(second->is_open());
    mapping->data()[3 * kHostPage] = 1;
    EXPECT_FALSE(second->is_open());
    mapping->data()[3 * kHostPage - 1] = 2;
    EXPECT_TRUE(second->is_open());
    EXPECT_FALSE(first->is_open());
    EXPECT_EQ(mapping->data()[3 * kHostPage - 1], 2);
    mapping->data()[kHostPage] = 3;

    // Without its guard a page that may not be written faults as ever.
    first.reset();
    EXPECT_DEATH(mapping->data()[0] = 1, "");
}

using Runs = std::vector<std::pair<uint32_t, uint32_t>>;

Runs as_pairs(std::span<const ResidentPages::Run> runs) {
    Runs out;
    for (const auto& [first, count] : runs) out.emplace_back(first, count);
    return out;
}

TEST(Jit, PagesThatAQuarterOfTheCallsWriteStayResident) {
    constexpr uint32_t kPages = 3000;
    const auto mapping = Mapping::anonymous(size_t{kPages} * kHostPage, Access::kReadWrite);
    ASSERT_TRUE(mapping);
    const std::vector<ResidentPages::Run> data = {{2, 10}, {50, 2}, {60, 10}, {200, 100}};
    const auto look = [&](ResidentPages& resident, std::initializer_list<uint32_t> pages) {
        for (const uint32_t page : pages) mapping->data()[size_t{page} * kHostPage] = 1;
        ASSERT_TRUE(resident.is_looking());
        EXPECT_TRUE(resident.runs().empty());
        resident.look(mapping->data(), kPages, data);
        ASSERT_EQ(madvise(mapping->data(), mapping->size(), MADV_DONTNEED), 0);
    };
    ResidentPages resident;
    look(resident, {3, 4, 7, 40, 60, 100, 2999});
    look(resident, {3, 4, 7, 40, 100, 2999});
    for (uint32_t call = 2; call < ResidentPages::kLooks; ++call) look(resident, {3, 4, 7, 100, 2999});
    EXPECT_FALSE(resident.is_looking());
    // Small gaps are kept too; what one call in eight writes is not, nor what is too far behind.
    EXPECT_EQ(as_pairs(resident.runs()), (Runs{{3, 5}, {40, 1}, {100, 1}}));
    // Data that no call wrote, if it is long enough; a part is not long.
    EXPECT_EQ(as_pairs(resident.quiet_runs()), (Runs{{8, 4}, {61, 9}, {200, 64}, {264, 36}}));
    resident.disturb({200, 64});
    EXPECT_EQ(as_pairs(resident.quiet_runs()), (Runs{{8, 4}, {61, 9}, {264, 36}}));

    // One call in so many is looked at then.
    for (uint32_t call = 0; call < ResidentPages::kInterval; ++call) {
        EXPECT_FALSE(resident.is_looking());
        resident.count_call();
    }
    look(resident, {9});
    EXPECT_EQ(as_pairs(resident.runs()), (Runs{{3, 5}, {100, 1}}));
    // What was left out of many looks is forgotten.
    for (uint32_t i = 1; i < ResidentPages::kRemembered; ++i) {
        while (!resident.is_looking()) resident.count_call();
        look(resident, {9});
    }
    EXPECT_EQ(as_pairs(resident.runs()), (Runs{{9, 1}}));
    EXPECT_EQ(as_pairs(resident.quiet_runs()), (Runs{{2, 7}, {60, 10}, {200, 64}, {264, 36}}));
}

TEST(Jit, FunctionsAreCompiledWhenTheyAreCalledOrInTheBackground) {
    std::string text = "(module (table 300 funcref) (elem (i32.const 0)";
    for (int i = 0; i < 300; ++i) text += " " + std::to_string(i);
    text += ") (type $t (func (param i64) (result i64)))";
    for (int i = 0; i < 300; ++i) {
        text += "(func (export \"f" + std::to_string(i) + "\") (param i64) (result i64) (i64.add (i64.const " +
                std::to_string(i) + ") ";
        text += i == 0 ? "(local.get 0)"
                       : "(call_indirect (type $t) (local.get 0) (i32.const " + std::to_string(i - 1) + "))";
        text += "))";
    }
    const auto module = module_of(text + ")");
    const auto engine = make_jit();
    const auto scheduler = platform::make_threaded_scheduler();
    for (int round = 0; round < 20; ++round) {
        const auto program = engine->compile(module, {.scheduler = scheduler.get()}).value();
        std::vector<std::thread> callers;
        std::atomic<int> right{0};
        for (int i = 0; i < 3; ++i) {
            callers.emplace_back([&] {
                auto instance = engine->instantiate(program, {}, nullptr).value();
                right += instance->call(299, std::array<Raw, 1>{7}).value().value() == 299 * 300 / 2 + 7;
            });
        }
        if (round % 2 == 0) program->wait();
        for (std::thread& caller : callers) caller.join();
        ASSERT_EQ(right, 3);
    }
}

constexpr std::string_view kThreeFunctions = R"((module
    (func $a (export "a") (result i32) (i32.const 1))
    (func $b (export "b") (result i32) (i32.add (call $a) (i32.const 2)))
    (func (export "c") (result i32) (i32.add (call $b) (i32.const 4)))))";

TEST(Jit, AProgramMayOutliveTheSchedulerThatWasToCompileIt) {
    auto scheduler = platform::make_threaded_scheduler();
    scheduler->request_stop();
    Running refused(kThreeFunctions, {.scheduler = scheduler.get()});
    EXPECT_EQ(refused.value("c"), 7u);
    scheduler = platform::make_threaded_scheduler();
    Running outliving(kThreeFunctions, {.scheduler = scheduler.get()});
    scheduler.reset();
    EXPECT_EQ(outliving.value("c"), 7u);
    outliving.program->wait();
    EXPECT_EQ(outliving.value("c"), 7u);
}

TEST(Jit, ASchedulerInVirtualTimeCompilesWithItsOtherTasks) {
    platform::VirtualTime time(1);
    const auto scheduler = time.make_scheduler({});
    Running it(kThreeFunctions, {.scheduler = scheduler.get()});
    EXPECT_EQ(it.value("b"), 3u);
    while (time.run_next()) {
    }
    EXPECT_EQ(it.value("c"), 7u);
    // A program that is gone is not compiled.
    {
        Running gone(kThreeFunctions, {.scheduler = scheduler.get()});
    }
    while (time.run_next()) {
    }
}

/// Mappings of code, as the system sees them: their permissions, e.g. "r-xs".
std::vector<std::string> mappings_of_code() {
    std::ifstream maps("/proc/self/maps");
    std::vector<std::string> permissions;
    for (std::string line; std::getline(maps, line);) {
        if (line.find("serinus-wasm-code") != std::string::npos)
            permissions.push_back(line.substr(line.find(' ') + 1, 4));
    }
    return permissions;
}

TEST(Jit, CodeIsNeverMappedWritable) {
    struct Host {
        std::vector<std::string> during;
        static bool look(Instance&, void* data, Raw*) {
            static_cast<Host*>(data)->during = mappings_of_code();
            return true;
        }
    } host;
    const Imports imports{
        .function = [&](std::string_view, std::string_view,
                        const FunctionType&) { return HostImport{.function = Host::look, .data = &host}; },
        .global = {}};
    platform::VirtualTime time(1);
    const auto scheduler = time.make_scheduler({});
    // The host is called while only some functions are compiled.
    Running it(R"((module (import "env" "look" (func $look))
        (func (export "look") (call $look)) (func (export "seven") (result i32) (i32.const 7))))",
               {.scheduler = scheduler.get()}, imports);
    EXPECT_TRUE(it.call("look"));
    it.program->wait();
    for (const auto& mappings : {host.during, mappings_of_code()}) {
        EXPECT_FALSE(mappings.empty());
        for (const std::string& permissions : mappings) EXPECT_EQ(permissions, "r-xs");
    }
    EXPECT_EQ(it.value("seven"), 7u);
}

TEST(Jit, CompleteCodeCannotBeWrittenByItsFileEither) {
    CodeSpace space(100);
    const uint8_t* const first = space.append(Bytes(100, 0xc3), 0);
    ASSERT_NE(first, nullptr);
    space.seal();
    EXPECT_EQ(first[99], 0xc3);
    const uint8_t* const second = space.append(Bytes(100, 0xcc), 1);
    ASSERT_NE(second, nullptr) << "in another file";
    EXPECT_EQ(first[99], 0xc3);
    EXPECT_EQ(space.function_at(first), 0u);
    EXPECT_EQ(space.function_at(second), 1u);

    auto file = MemoryFile::create("test", kHostPage);
    EXPECT_TRUE(file->write(0, Bytes(8, 1)));
    file->seal();
    EXPECT_FALSE(file->write(0, Bytes(8, 2)));
    EXPECT_FALSE(Mapping::shared(file->descriptor(), kHostPage, Access::kReadWrite));
}

// `ulimit -v`: in a process of its own, since the limit cannot be taken back.
TEST(Jit, ManyInstancesLiveInALimitedAddressSpace) {
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
    GTEST_SKIP() << "sanitizers reserve terabytes";
#endif
    const auto module = module_of(R"((module (memory 2048 2048)
        (func (export "load") (param i32) (result i32) (i32.load (local.get 0)))))");
    const pid_t child = ::fork();
    if (child == 0) {
        const struct rlimit limit{rlim_t{4} << 30, rlim_t{4} << 30};
        if (::setrlimit(RLIMIT_AS, &limit) != 0) ::_exit(1);
        const auto engine = make_engine();
        const auto program = engine->compile(module, {});
        if (!program) ::_exit(2);
        std::vector<std::unique_ptr<Instance>> instances;
        for (int i = 0; i < 12; ++i) {
            auto instance = engine->instantiate(*program, {}, nullptr);
            if (!instance) ::_exit(3);
            constexpr Raw kEnd = Raw{2048} * kPageBytes;
            const auto last = (*instance)->call(0, std::array<Raw, 1>{kEnd - 4});
            const auto beyond = (*instance)->call(0, std::array<Raw, 1>{kEnd - 3});
            if (!last || beyond || beyond.error().code != TrapCode::kMemoryOutOfBounds) ::_exit(4);
            instances.push_back(*std::move(instance));
        }
        // What there is no room for is an error.
        for (int i = 0; i < 100; ++i) {
            auto instance = engine->instantiate(*program, {}, nullptr);
            if (!instance) ::_exit(0);
            instances.push_back(*std::move(instance));
        }
        ::_exit(5);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFEXITED(status)) << "signal " << WTERMSIG(status);
    EXPECT_EQ(WEXITSTATUS(status), 0);
}

TEST(Jit, ManyInstancesOnManyThreadsTrapAndGoOn) {
    const auto engine = make_jit();
    const auto program = engine
                             ->compile(module_of(R"((module (memory 1)
        (func $f (export "f") (param i32 i32) (result i32)
            (if (result i32) (local.get 1)
                (then (call $f (local.get 0) (i32.sub (local.get 1) (i32.const 1))))
                (else (i32.store (local.get 0) (i32.const 1)) (i32.load (local.get 0)))))))"),
                                       kEager)
                             .value();
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&] {
            auto instance = engine->instantiate(program, {}, nullptr).value();
            for (uint32_t i = 0; i < 500; ++i) {
                const auto trapped = instance->call(0, std::array<Raw, 2>{0x10000 + i, i % 100});
                ASSERT_FALSE(trapped);
                ASSERT_EQ(trapped.error().backtrace.size(), std::min<size_t>(i % 100 + 1, kMaxBacktrace));
                ASSERT_EQ(instance->call(0, std::array<Raw, 2>{i, 5}).value(), 1u);
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
}

// Two instances whose host functions call the other one: each keeps its own stack, or gets one more.
TEST(Jit, InstancesMayCallEachOtherByTheHost) {
    struct Pair {
        Instance* other[2] = {};
    } pair;
    Imports imports;
    imports.function = [&](std::string_view, std::string_view, const FunctionType&) {
        return HostImport{.function =
                              [](Instance& on, void* data, Raw* slots) {
                                  auto& both = *static_cast<Pair*>(data);
                                  Instance& other = *both.other[&on == both.other[0] ? 1 : 0];
                                  const auto result = other.call(1, std::array{slots[0]});
                                  if (!result) return on.fail(result.error().message), false;
                                  slots[0] = result->value();
                                  return true;
                              },
                          .data = &pair};
    };
    constexpr std::string_view kText = R"((module (import "env" "other" (func $other (param i32) (result i32)))
        (func (export "f") (param i32) (result i32)
            (if (result i32) (local.get 0)
                (then (i32.add (i32.const 1) (call $other (i32.sub (local.get 0) (i32.const 1)))))
                (else (i32.const 0))))))";
    Running first(kText, kEager, imports);
    Running second(kText, kEager, imports);
    pair.other[0] = first.instance.get();
    pair.other[1] = second.instance.get();
    EXPECT_EQ(first.value("f", {20}), 20u);
    EXPECT_FALSE(first.call("f", {200}));
    EXPECT_EQ(second.value("f", {20}), 20u);
}

TEST(Jit, WithoutAddressSpaceThereIsAnError) {
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
    GTEST_SKIP() << "the sanitizer needs address space itself";
#endif
#endif
    const auto engine = make_jit();
    const auto program = engine->compile(module_of("(module (memory 1))"), kEager).value();
    rlimit before{};
    ASSERT_EQ(getrlimit(RLIMIT_AS, &before), 0);
    rlimit little = before;
    little.rlim_cur = rlim_t{2} << 30;
    ASSERT_EQ(setrlimit(RLIMIT_AS, &little), 0);
    const auto result = engine->instantiate(program, {}, nullptr);
    ASSERT_EQ(setrlimit(RLIMIT_AS, &before), 0);
    ASSERT_FALSE(result);
    EXPECT_NE(result.error().reason.find("address space"), std::string::npos) << result.error().reason;
}

// Bombs: a few bytes that ask for much. The bounds are generous; quadratic time would be far beyond them.
TEST(Jit, LocalsBombsTakeTimeForTheirBytesOnly) {
    // 20,000 functions of 50,000 locals each.
    Bytes wasm = {0, 'a', 's', 'm', 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0};
    constexpr uint32_t kCount = 20'000;
    const auto leb = [](Bytes& out, uint32_t value) {
        for (; value >= 0x80; value >>= 7) out.push_back(static_cast<uint8_t>(value | 0x80));
        out.push_back(static_cast<uint8_t>(value));
    };
    const auto section = [&](uint8_t id, const Bytes& content) {
        wasm.push_back(id);
        leb(wasm, static_cast<uint32_t>(content.size()));
        append(wasm, content);
    };
    Bytes functions;
    Bytes codes;
    leb(functions, kCount);
    leb(codes, kCount);
    for (uint32_t i = 0; i < kCount; ++i) {
        functions.push_back(0);
        append(codes, Bytes{6, 1, 0xd0, 0x86, 0x03, 0x7e, 0x0b});  // 50,000 i64, end
    }
    section(3, functions);
    section(10, codes);
    auto module = parse_module(wasm);
    ASSERT_TRUE(module) << module.error().to_string();
    Running it(module.value(), kEager);
    EXPECT_TRUE(it.instance->call(0, {}));
}

class CachedCode : public testing::Test {
  protected:
    void SetUp() override {
        std::string pattern = testing::TempDir() + "serinus-code-XXXXXX";
        ASSERT_NE(mkdtemp(pattern.data()), nullptr);
        directory = pattern + "/sub/cache";
    }

    std::string path() const { return CodeCache(directory, hash, {.features = CpuFeatures::of_host()}).path(); }
    std::unique_ptr<CodeSpace> load(const CodeOptions& code_options = {.features = CpuFeatures::of_host()}) const {
        return CodeCache(directory, hash, code_options).load();
    }
    Bytes content() const {
        std::FILE* const file = std::fopen(path().c_str(), "rb");
        Bytes bytes(1 << 20);
        bytes.resize(std::fread(bytes.data(), 1, bytes.size(), file));
        std::fclose(file);
        return bytes;
    }
    void write(BytesView bytes) const {
        std::FILE* const file = std::fopen(path().c_str(), "wb");
        ASSERT_EQ(std::fwrite(bytes.data(), 1, bytes.size(), file), bytes.size());
        std::fclose(file);
    }

    static constexpr std::string_view kText = R"((module
        (import "env" "absent" (func $absent))
        (memory 1)
        (func $f (export "f") (param i32) (result i32)
            (if (result i32) (i32.eqz (local.get 0)) (then (i32.const 1))
                (else (i32.mul (local.get 0) (call $f (i32.sub (local.get 0) (i32.const 1)))))))
        (func (export "fault") (drop (i32.load (i32.const -4))))
        (func (export "call") (call $absent))))";
    std::string directory;
    Hash256 hash{ByteArray<32>{1, 2, 3}};
    CompileOptions options() const { return {.cache_directory = directory, .code_hash = hash}; }
};

TEST_F(CachedCode, RunsLikeTheCodeThatWasCompiled) {
    EXPECT_EQ(load(), nullptr);
    EXPECT_EQ(Running(kText, options()).value("f", {5}), 120u);
    ASSERT_NE(load(), nullptr);
    Running again(kText, options());
    EXPECT_EQ(again.value("f", {6}), 720u);
    const auto fault = again.call("fault");
    ASSERT_FALSE(fault);
    EXPECT_EQ(fault.error().backtrace, std::vector<uint32_t>{2});
    const auto unknown = again.call("call");
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().code, TrapCode::kUnknownImport);
    EXPECT_EQ(unknown.error().backtrace, std::vector<uint32_t>{3});
}

TEST_F(CachedCode, OfAnotherModuleUnderTheSameHashIsNotTaken) {
    EXPECT_EQ(Running(kText, options()).value("f", {5}), 120u);
    Running larger("(module (func) (func) (func) (func) (func (export \"f\") (result i32) (i32.const 3)))", options());
    EXPECT_EQ(larger.value("f"), 3u);
    Running smaller("(module (func (export \"f\") (result i32) (i32.const 4)))", options());
    EXPECT_EQ(smaller.value("f"), 4u);
}

TEST_F(CachedCode, IsWrittenByTheBackgroundToo) {
    auto lazily = options();
    const auto scheduler = platform::make_threaded_scheduler();
    lazily.scheduler = scheduler.get();
    EXPECT_EQ(Running(kText, lazily).value("f", {5}), 120u);
    Running(kText, lazily).program->wait();
    // Whoever was destroyed before it was ready may have left nothing; this one was ready.
    EXPECT_NE(load(), nullptr);
}

TEST_F(CachedCode, IsNotTouchedIfAnythingIsWrong) {
    Running(kText, options());
    const Bytes right = content();
    ASSERT_GT(right.size(), kHostPage);
    for (size_t at = 0; at < right.size(); at += at < 256 ? 1 : 61) {
        Bytes wrong = right;
        wrong[at] ^= 0x10;
        write(wrong);
        ASSERT_EQ(load(), nullptr) << "byte " << at;
    }
    for (size_t size = 0; size < right.size(); size += 97) {
        write(BytesView(right).first(size));
        ASSERT_EQ(load(), nullptr) << size << " bytes";
    }
    write(concat(right, Bytes{0}));
    EXPECT_EQ(load(), nullptr);
    EXPECT_EQ(Running(kText, options()).value("f", {5}), 120u) << "it is compiled again";
    EXPECT_NE(load(), nullptr) << "and written again";

    const CpuFeatures features = CpuFeatures::of_host();
    EXPECT_EQ(load({.features = {.lzcnt = !features.lzcnt}}), nullptr) << "another processor";
    EXPECT_EQ(load({.features = features, .interruptible = false}), nullptr);
    EXPECT_EQ(load({.features = features, .checks_bounds = true}), nullptr);
    EXPECT_EQ(chmod(path().c_str(), 0666), 0);
    EXPECT_EQ(load(), nullptr) << "others may write it";
}

}  // namespace
}  // namespace serinus::wasm::x64
